/** One look at the clocks of this device, ms: `wall` as people set it, `mono` that only runs on; `slept`: the page was out of sight since the last look. */
export type Look = { readonly wall: number; readonly mono: number; readonly slept: boolean }

/** More between two looks than a busy page makes. */
const JUMP_MS = 1_000

/**
 * How far the hub's clock is from this device's. Between two talks with a hub the wall clock is followed: when it jumps while the page is in
 * sight, somebody or the network has set it, and the moment goes on as before. While the screen is off the other clock may stand still: a
 * jump forward then is time that has passed.
 */
export class DeviceClock {
	#offset: number | undefined
	#last: Look | undefined
	/** After a sleep an old connection may still tell a time that it counted on by a clock that stood still. */
	#deaf = false

	/** Hub clock minus device clock, ms; undefined until a hub was heard. */
	get offset(): number | undefined {
		return this.#offset
	}

	look(now: Look): void {
		const jump = this.#last ? now.wall - this.#last.wall - (now.mono - this.#last.mono) : 0
		this.#last = now
		if (Math.abs(jump) < JUMP_MS || this.#offset === undefined) return
		if (jump > 0 && now.slept) this.#deaf = true
		else this.#offset -= Math.round(jump)
	}

	/** @param hubNow the hub's clock by a connection that is live */
	hear(hubNow: number, wall: number): void {
		if (!this.#deaf) this.#offset = Math.round(hubNow - wall)
	}

	/** A new connection has measured anew. */
	connected(): void {
		this.#deaf = false
	}
}
