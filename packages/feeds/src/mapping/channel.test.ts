import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import type { Parsed } from '../adapter.ts'
import { openFormat } from '../registry.ts'

function read(id: string, channel?: string): Parsed {
	const values = [{ property: 'W', from: 'level', unit: 'cm' }]
	const definition = {
		items: '$',
		kind: 'sensor',
		id,
		mode: 'delta',
		times: { observed: 't' },
		fields: { name: { value: 'Boje' } },
		values,
	}
	const opened = openFormat('mapping', { mapping: definition })
	if (!opened.ok) throw new Error(JSON.stringify(opened.fault))
	const reception = { feed: 'x', received: instant(0), ...(channel !== undefined && { channel }) }
	return opened.value.parse(Buffer.from('{"level":3,"t":"2026-11-21T20:00:00Z"}'), reception)
}

test('what a message does not say of itself its topic may say', () => {
	const id = "$split($channel, '/')[1]"
	expect(read(id, 'water/b-7/level').events.map(({ entity }) => entity)).toEqual(['sensor:x:b-7/W'])
	expect(read(id, 'water/b-8/level').events.map(({ entity }) => entity)).toEqual(['sensor:x:b-8/W'])
	expect(read('$channel').rejects.map(({ reason }) => reason)).toEqual(['no-id'])
})
