import { instant } from '@lagebild/model/time.ts'

import type { Moment } from './messages.ts'

/** A jump of the wall clock beyond this is an entry of its own, ms. */
const STEP_MS = 1_000

type Reading = { readonly wall: number; readonly monotonic: number }
type Clocks = { readonly wall: () => number; readonly monotonic: () => number }

/**
 * J4. `recorded` follows the wall clock but never goes back: when it is ahead (the wall clock was set back), it runs at half speed until the
 * wall clock has caught up.
 */
export class RecordedClock {
	readonly #clocks: Clocks
	#last: Reading
	#recorded: number
	#step: { readonly expected: number; readonly wall: number } | undefined

	/** @param last of the newest entry: a wall clock that stands before it now was set back in between. */
	constructor(clocks: Clocks, last: { readonly recorded: number; readonly wall: number }) {
		this.#clocks = clocks
		this.#last = { wall: clocks.wall(), monotonic: clocks.monotonic() }
		this.#recorded = Math.max(last.recorded, this.#last.wall)
		if (this.#last.wall < last.wall - STEP_MS) this.#step = { expected: last.wall, wall: this.#last.wall }
	}

	/** A step is told once; whoever could not write it gives it back. */
	read(): Moment {
		const now = { wall: instant(Math.round(this.#clocks.wall())), monotonic: this.#clocks.monotonic() }
		const elapsed = Math.max(0, now.monotonic - this.#last.monotonic)
		const expected = Math.round(this.#last.wall + elapsed)
		if (Math.abs(now.wall - expected) > STEP_MS) this.#step = { expected, wall: now.wall }
		const ahead = this.#recorded + elapsed - now.wall
		this.#recorded = ahead > 0 ? this.#recorded + elapsed - Math.min(ahead, elapsed / 2) : now.wall
		this.#last = now
		const moment = { recorded: Math.floor(this.#recorded), wall: now.wall }
		const step = this.#step
		this.#step = undefined
		return step ? { ...moment, step } : moment
	}

	giveBack({ step }: Moment): void {
		this.#step ??= step
	}
}
