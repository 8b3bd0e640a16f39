import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { KEPT_BYTES, KEPT_PER_FEED } from '../quarantine.ts'
import type { Quarantine } from '../quarantine.ts'

/** An empty place, and how it is opened; opened again it holds what it held. */
export type QuarantinePlace = (now: () => Instant) => Promise<Quarantine>

const START = instant(1_000_000_000_000)
const item = (n: number, raw = 'x') => ({ at: START, reason: `r${n}`, message: '', raw })
const all = { state: 'all', limit: 5_000 } as const

/** What every quarantine does, whatever it is kept in. */
export function quarantineContract(name: string, place: () => Promise<QuarantinePlace>): void {
	test(`rejects in ${name} are bounded per feed and by age, and survive a restart`, async () => {
		const open = await place()
		let clock = START
		const first = await open(() => clock)
		await first.keep('other', [item(0)])
		for (let n = 0; n < 3; n++)
			await first.keep(
				'feed',
				Array.from({ length: 500 }, (_, i) => item(n * 500 + i)),
			)
		await first.close()
		const second = await open(() => clock)
		const kept = await second.list('feed', all)
		expect([kept.length, kept[0]?.reason, kept.at(-1)?.reason]).toEqual([KEPT_PER_FEED, 'r1499', 'r500'])
		expect(await second.list('other', all)).toHaveLength(1)
		clock = instant(clock + 8 * 86_400_000)
		await second.keep('feed', [{ ...item(9), at: clock }])
		expect((await second.list('feed', all)).map(({ reason }) => reason)).toEqual(['r9'])
		expect(await second.list('other', all)).toEqual([])
		await second.close()
	})

	test(`rejects in ${name} are bounded by bytes, the newest stay`, async () => {
		const quarantine = await (await place())(() => START)
		const large = 'x'.repeat(KEPT_BYTES / 4)
		for (let n = 0; n < 5; n++) await quarantine.keep('feed', [item(n, `${n}${large.slice(1)}`)])
		expect((await quarantine.list('feed', all)).map(({ reason }) => reason)).toEqual(['r4', 'r3', 'r2'])
		await quarantine.close()
	})

	test(`rejects in ${name} are shown as they came, whatever bytes they held`, async () => {
		const quarantine = await (await place())(() => instant(2_000))
		const raw = 'Ölsperre "} \u0000 \uD83C\uDF0A '
		const origin = { stage: 'item', url: 'https://a.example/x', mapping: 'abc' } as const
		await quarantine.keep('feed', [{ at: instant(1_000), reason: 'r', message: 'm\u0000', path: 'a.b', raw, origin }])
		await quarantine.keep('feed', [{ at: instant(1_500), reason: 's', message: '', raw: '' }])
		const open = { times: 1, state: 'open', by: null, changedAt: null, result: null }
		const [first, second] = ['1970-01-01T00:00:01.000Z', '1970-01-01T00:00:01.500Z']
		const shown = [
			{ id: 2, at: second, first: second, reason: 's', message: '', raw: '', rawLength: 0, ...open },
			{ id: 1, at: first, first, reason: 'r', message: 'm\u0000', path: 'a.b', raw, rawLength: raw.length, origin, ...open },
		]
		expect(await quarantine.list('feed', all)).toEqual(shown)
		expect(await quarantine.list('feed', { ...all, before: 2 })).toEqual(shown.slice(1))
		expect(await quarantine.find('feed', 1)).toEqual(shown[1])
		expect(await quarantine.find('other', 1)).toBeUndefined()
		await quarantine.close()
	})

	test(`equal rejects in ${name} are counted; what was discarded stays so, what was understood is open again`, async () => {
		let clock = START
		const quarantine = await (await place())(() => clock)
		await quarantine.keep('feed', [item(1), item(1), item(2), { ...item(3), times: 7 }])
		const [three, two, one] = await quarantine.list('feed', all)
		expect([one?.times, two?.times, three?.times]).toEqual([2, 1, 7])
		const ids = [one?.id ?? 0]
		const change = { by: 'Kim', result: 'known' }
		expect(await quarantine.change('feed', { which: ids, state: 'discarded', ...change })).toBe(1)
		expect(await quarantine.change('feed', { which: ids, state: 'rerun', ...change })).toBe(0)
		expect(await quarantine.change('other', { which: 'open', state: 'rerun', ...change })).toBe(0)
		expect(await quarantine.change('feed', { which: 'open', state: 'rerun', ...change })).toBe(2)
		clock = instant(clock + 60_000)
		await quarantine.keep('feed', [
			{ ...item(1), at: clock },
			{ ...item(2), at: clock },
		])
		const states = (await quarantine.list('feed', all)).map(({ reason, state, times, by }) => [reason, state, times, by])
		expect(states).toEqual([
			['r3', 'rerun', 7, 'Kim'],
			['r2', 'open', 2, 'Kim'],
			['r1', 'discarded', 3, 'Kim'],
		])
		expect((await quarantine.list('feed', { state: 'open', limit: 9 })).map(({ reason }) => reason)).toEqual(['r2'])
		expect(await quarantine.counts()).toEqual(new Map([['feed', { open: 1, day: 3 }]]))
		clock = instant(clock + 86_400_000)
		expect((await quarantine.counts()).get('feed')).toEqual({ open: 1, day: 2 })
		await quarantine.close()
	})

	test(`what is read again and refused again in ${name} is open for the reason that holds now`, async () => {
		const quarantine = await (await place())(() => START)
		await quarantine.keep('feed', [item(1), item(2)])
		const again = { reason: 'r2', message: 'still', path: undefined, by: 'Kim', result: 'refused again' }
		await quarantine.refuseAgain('feed', { id: 1, ...again })
		await quarantine.refuseAgain('feed', { id: 77, ...again })
		await quarantine.keep('feed', [item(2)])
		const shown = (await quarantine.list('feed', all)).map(({ id, reason, state, times, by }) => [id, reason, state, times, by])
		expect(shown).toEqual([
			[2, 'r2', 'open', 2, null],
			[1, 'r2', 'open', 1, 'Kim'],
		])
		await quarantine.close()
	})
}
