import type { Row } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { acknowledgement } from '../alarms/acknowledgement.ts'
import { freshIn } from '../alarms/fresh.ts'
import { alarm, contentOf, NOW, thing } from '../testing/things.ts'
import { alarmsNow, inLanguage } from './alarms.ts'

const preferences = { language: 'de', theme: 'dark', symbolSize: 26, keys: true, alarmSound: false } as const

function alarms(...rows: readonly Row[]) {
	return alarmsNow({ content: contentOf(...rows.map((row) => thing(row))), preferences })
}

const title = 'Widerspruch Tor 7 · Conflict gate 7'

test('what nobody has acknowledged comes first, then the severest, then the newest; what is over is apart', () => {
	const found = alarms(
		alarm({ title, severity: 'Severe', acknowledged: { S3: 'J. Brandt' } }, { native: 'a' }),
		alarm({ title, severity: 'Minor' }, { native: 'b' }),
		alarm({ title, severity: 'Extreme' }, { native: 'c', life: 'ended' }),
		alarm({ title, severity: 'Severe', acknowledged: {} }, { native: 'd' }),
	)
	expect([found.standing.map(({ id }) => id), found.open]).toEqual([['alarm:test:d', 'alarm:test:b', 'alarm:test:a'], 2])
	expect(found.over.map(({ id }) => id)).toEqual(['alarm:test:c'])
	expect(found.standing[2]?.acknowledged).toEqual({ name: 'J. Brandt', role: 'S3', at: NOW })
})

test('the words of the hub are shown in the language of the page', () => {
	expect(alarms(alarm({ title, severity: 'Minor' })).standing[0]?.title).toBe('Widerspruch Tor 7')
	expect([inLanguage(title, 'en'), inLanguage('Deich · km 12 · Nord', 'en'), inLanguage('Deich', 'en')]).toEqual([
		'Conflict gate 7',
		'Deich · km 12 · Nord',
		'Deich',
	])
})

test('an alarm is new once: not on arrival, not after a lost connection, and again as another occurrence', () => {
	const at = (native: string, since: number) => alarm({ title, severity: 'Severe' }, { native, validity: { from: iso(instant(since)) } })
	const [one, both] = [alarms(at('a', NOW)).standing, alarms(at('a', NOW), at('b', NOW)).standing]
	const again = alarms(at('a', NOW + 1)).standing
	const complete = { operation: 'x', complete: true }
	const first = freshIn(one, { met: undefined, ...complete })
	expect(first.fresh).toEqual([])
	expect(freshIn(both, { met: first.met, operation: 'x', complete: false })).toEqual({ met: first.met, fresh: [] })
	const second = freshIn(both, { met: first.met, ...complete })
	expect(second.fresh.map(({ id }) => id)).toEqual(['alarm:test:b'])
	expect(freshIn(both, { met: second.met, ...complete }).fresh).toEqual([])
	expect(freshIn(again, { met: second.met, ...complete }).fresh).toHaveLength(1)
})

test('a person acknowledges under the function that they hold here, else under their source', () => {
	const grant = { credential: 'c', source: 'brandt', name: 'J. Brandt' }
	const held = { function: 'S3' as const, credential: 'c', name: 'J. Brandt', since: instant(0) }
	expect(acknowledgement(grant, [held])).toEqual({ S3: 'J. Brandt' })
	expect(acknowledgement(grant, [{ ...held, credential: 'd' }])).toEqual({ brandt: 'J. Brandt' })
})
