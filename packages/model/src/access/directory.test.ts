import { expect, test } from 'vitest'

import { SourceName } from '../ids.ts'
import { DEFAULT_LABEL } from '../label.ts'
import { directoryAfter, EMPTY_DIRECTORY, labelFor } from './directory.ts'
import { AccessDetail } from './event.ts'

const key = (version: number, state: 'active' | 'revoked'): AccessDetail => ({
	what: 'key',
	key: 'aa',
	name: 'pegel',
	source: SourceName.parse('pegel'),
	rank: 'authority',
	role: 'integrator',
	clearance: 'internal',
	operations: 'all',
	state,
	version,
})

const byDefault = (label: Extract<AccessDetail, { what: 'label-default' }>['label'], kind?: 'unit'): AccessDetail => ({
	what: 'label-default',
	organisation: 'polizei',
	label,
	...(kind && { kind }),
})

function directoryOf(...details: readonly AccessDetail[]) {
	return details.map((detail) => AccessDetail.parse(JSON.parse(JSON.stringify(detail)))).reduce(directoryAfter, EMPTY_DIRECTORY)
}

test('the newest word about a credential stands, and one that ended stays known', () => {
	expect([...directoryOf(key(0, 'active'), key(1, 'revoked')).keys]).toEqual([['aa', key(1, 'revoked')]])
})

test('what is only noted changes nothing', () => {
	const before = directoryOf(key(0, 'active'))
	expect(directoryAfter(before, { what: 'signed-in', credential: 'key-aa', session: 's', way: 'link' })).toBe(before)
	expect(directoryAfter(before, { what: 'refused', fault: 'not-allowed', route: '/', count: 3 })).toBe(before)
})

test('a label by default is that of organisation and kind, else of the organisation, else the house’s', () => {
	const { labelDefaults } = directoryOf(byDefault({ level: 'restricted' }), byDefault({ level: 'open' }, 'unit'))
	const label = (organisation: string | undefined, kind: 'unit' | 'task') => labelFor(labelDefaults, { organisation, kind })
	expect(label('polizei', 'unit')).toEqual({ level: 'open' })
	expect(label('polizei', 'task')).toEqual({ level: 'restricted' })
	expect(label('feuerwehr', 'unit')).toEqual(DEFAULT_LABEL)
	expect(label(undefined, 'unit')).toEqual(DEFAULT_LABEL)
	const without = directoryOf(byDefault({ level: 'restricted' }), byDefault({ level: 'open' }, 'unit'), byDefault(null, 'unit'))
	expect(labelFor(without.labelDefaults, { organisation: 'polizei', kind: 'unit' })).toEqual({ level: 'restricted' })
})
