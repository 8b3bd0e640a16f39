/** A jump of the server's wall clock beyond this is an entry of its own, ms (J4). */
const STEP_MS = 1_000
/** What two clocks may drift apart while one of them is slewed. */
const DRIFT = 0.001

/** The server's wall clock as it was read somewhere between two moments of our monotonic clock. */
export type Sample = { readonly sent: number; readonly received: number; readonly wall: number; readonly steps: number }

/** Between which values the server's clock has to stand now, in ms, and how many steps of it the journal knows. */
export type Expectation = { readonly least: number; readonly most: number; readonly steps: number }

type Held = { readonly low: number; readonly high: number; readonly at: number; readonly steps: number }

/**
 * J4 with the clock of a server: how far it is ahead of our monotonic clock, as an interval that holds whatever the answers took on their
 * way. Only what contradicts the interval is a step, so that a slow network or a server that stood still is none.
 */
export class ServerClock {
	#held: Held | undefined

	/** Undefined before the first sample. */
	expect(sent: number): Expectation | undefined {
		if (!this.#held) return undefined
		const { low, high } = this.#at(this.#held, sent)
		return { least: Math.floor(low + sent), most: Math.ceil(high + sent), steps: this.#held.steps }
	}

	/** After a commit: what is known gets narrower. */
	learn(sample: Sample): void {
		const { sent, received, wall, steps } = sample
		const fresh = { low: wall - received, high: wall - sent, at: received, steps }
		const known = this.#held?.steps === steps ? this.#at(this.#held, received) : fresh
		const [low, high] = [Math.max(known.low, fresh.low), Math.min(known.high, fresh.high)]
		this.#held = low <= high ? { ...fresh, low, high } : fresh
	}

	/** After a doubt: where the clock should have stood if it was set, else undefined. A step that the journal tells already is none. */
	stepIn({ sent, received, wall, steps }: Sample): number | undefined {
		const held = this.#held
		if (!held || held.steps !== steps) {
			this.#held = undefined
			return undefined
		}
		const { low, high } = this.#at(held, received)
		if (wall >= low + sent - STEP_MS && wall <= high + received + STEP_MS) return undefined
		return Math.round((low + high) / 2 + sent)
	}

	#at({ low, high, at }: Held, now: number): { readonly low: number; readonly high: number } {
		const drift = Math.max(0, now - at) * DRIFT
		return { low: low - drift, high: high + drift }
	}
}
