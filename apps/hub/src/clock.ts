import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

export type Clock = () => Instant

/**
 * Wall clock that never goes back. When the system's clock is set forward it follows at once; when it is set back it runs at half
 * speed until the two meet again.
 * @param wall epoch ms
 * @param monotonic ms from any origin
 */
export function steadyClock(wall: () => number = Date.now, monotonic: () => number = () => performance.now()): Clock {
	let lastMonotonic = monotonic()
	let last = wall()
	return () => {
		const here = monotonic()
		const elapsed = Math.max(0, here - lastMonotonic)
		lastMonotonic = here
		last = Math.max(wall(), last + elapsed / 2)
		return instant(Math.floor(last))
	}
}
