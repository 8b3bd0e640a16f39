import { OperationId, seq } from '@lagebild/model/ids.ts'
import { entry, statement } from '@lagebild/picture/testing/entries.ts'
import { expect, test } from 'vitest'

import { decode, encode, encodeWritten, MOST_BYTES } from './message.ts'

const PLACE = { operation: OperationId.parse('lage'), epoch: 'e1' }

function written(n: number, text = 'x') {
	const event = statement({ op: 'upsert', entity: 'incident:lage:i', id: n, with: { payload: { title: text, category: 'flooding' } } })
	return entry(n, { type: 'event', event })
}

test('[N2] entries travel as they are, and as the range of them when they are more than Redis takes', () => {
	const message = { ...PLACE, entries: [written(1), written(2)] }
	expect(decode(encodeWritten('self', message))).toEqual({ from: 'self', said: { type: 'written', message } })
	const large = { ...PLACE, entries: Array.from({ length: 600 }, (_, n) => written(n + 1, 'x'.repeat(2_000))) }
	const text = encodeWritten('self', large)
	expect(text.length).toBeLessThan(MOST_BYTES)
	expect(decode(text)).toEqual({ from: 'self', said: { type: 'range', message: { ...PLACE, from: seq(1), to: seq(600) } } })
})

test('[N2] what no hub of this build says is nothing', () => {
	for (const text of ['', 'self', 'self written\n', 'self written\n{}', 'self notice\n"beer"', 'self later\n1', 'self range\n{"from":1}'])
		expect(decode(text)).toBeUndefined()
	const place = JSON.stringify({ ...PLACE, entries: [{ seq: 1 }] })
	expect(decode(`self written\n${place}`)).toBeUndefined()
	expect(decode(encode('a', { type: 'alive', no: 3 }))).toEqual({ from: 'a', said: { type: 'alive', no: 3 } })
})
