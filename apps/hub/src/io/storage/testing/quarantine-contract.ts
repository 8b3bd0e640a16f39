import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { KEPT_PER_FEED } from '../quarantine.ts'
import type { Quarantine } from '../quarantine.ts'

/** An empty place, and how it is opened; opened again it holds what it held. */
export type QuarantinePlace = (now: () => Instant) => Promise<Quarantine>

/** What every quarantine does, whatever it is kept in. */
export function quarantineContract(name: string, place: () => Promise<QuarantinePlace>): void {
	test(`rejects in ${name} are bounded per feed and by age, and survive a restart`, async () => {
		const open = await place()
		let clock = instant(1_000_000_000_000)
		const reject = (n: number) => ({ at: clock, reason: `r${n}`, message: '', raw: 'x' })
		const first = await open(() => clock)
		await first.keep('other', [reject(0)])
		for (let n = 0; n < 3; n++)
			await first.keep(
				'feed',
				Array.from({ length: 500 }, (_, i) => reject(n * 500 + i)),
			)
		await first.close()
		const second = await open(() => clock)
		const kept = await second.list('feed', 5_000)
		expect([kept.length, kept[0]?.reason, kept.at(-1)?.reason]).toEqual([KEPT_PER_FEED, 'r1499', 'r500'])
		expect(await second.list('other', 10)).toHaveLength(1)
		clock = instant(clock + 8 * 86_400_000)
		await second.keep('feed', [reject(9)])
		expect((await second.list('feed', 10)).map(({ reason }) => reason)).toEqual(['r9'])
		expect(await second.list('other', 10)).toEqual([])
		await second.close()
	})

	test(`rejects in ${name} are shown as they came, whatever bytes they held`, async () => {
		const quarantine = await (await place())(() => instant(2_000))
		const raw = 'Ölsperre "} \u0000 \uD83C\uDF0A '
		await quarantine.keep('feed', [{ at: instant(1_000), reason: 'r', message: 'm\u0000', path: 'a.b', raw }])
		await quarantine.keep('feed', [{ at: instant(1_500), reason: 's', message: '', raw: '' }])
		expect(await quarantine.list('feed', 10)).toEqual([
			{ at: '1970-01-01T00:00:01.500Z', reason: 's', message: '', raw: '' },
			{ at: '1970-01-01T00:00:01.000Z', reason: 'r', message: 'm\u0000', path: 'a.b', raw },
		])
		await quarantine.close()
	})
}
