import { instant } from '@lagebild/model/time.ts'
import { statement } from '@lagebild/picture/testing/entries.ts'
import { expect, test } from 'vitest'

import { Early } from './early.ts'
import { entryAt } from './testing/story.ts'

const AT = instant(1_000)

function come(seq: number, title = 'Keller') {
	const event = statement({ op: 'upsert', entity: 'incident:q:1', at: AT, with: { payload: { title, category: 'flooding' } } })
	return { entry: entryAt(seq, { type: 'event', event }, AT), elsewhere: true }
}

test('[N2] entries that came before their turn are kept while all of them together are not too large', () => {
	const { length } = JSON.stringify(come(2).entry)
	const early = new Early(2.5 * length)
	for (const at of [2, 3, 4]) early.keep(come(at))
	expect([early.size, early.take(4)]).toEqual([2, undefined])
	expect(early.take(2)?.entry.seq).toBe(2)
	early.keep(come(5))
	early.keep(come(5, 'Dach'))
	expect([early.size, JSON.stringify(early.take(5)).includes('Dach')]).toEqual([2, true])
	early.keep(come(6, 'x'.repeat(3 * length)))
	expect(early.take(6)).toBeUndefined()
	early.clear()
	expect([early.size, early.take(3)]).toEqual([0, undefined])
})

test('[N2] and not too many', () => {
	const early = new Early()
	const { entry } = come(2)
	for (let n = 0; n < 10_001; n++) early.keep({ entry: { ...entry, seq: come(n).entry.seq }, elsewhere: true })
	expect(early.size).toBe(10_000)
})
