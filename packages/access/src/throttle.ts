import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Tries until the first pause. */
const TRIES = 5
const FIRST_PAUSE_S = 15
const LONGEST_PAUSE_S = 900
/** After this long without a try nothing is remembered. */
const MEMORY_S = 3_600

/**
 * Counts tries per login and address: never a login alone, or anybody could lock anybody out, and never an address alone, behind which a
 * whole staff may work. After five tries comes a pause, each twice as long as the last.
 */
export class Throttle {
	readonly #tries = new RateLimiterMemory({ keyPrefix: 'tries', points: TRIES, duration: MEMORY_S })
	readonly #pauses = new RateLimiterMemory({ keyPrefix: 'pauses', points: Number.MAX_SAFE_INTEGER, duration: 24 * MEMORY_S })

	/** Counts a try. @returns ms until the next one may be made when this one may not, else 0. */
	async take(login: string, address: string): Promise<number> {
		const key = JSON.stringify([login, address])
		try {
			await this.#tries.consume(key)
			return 0
		} catch (refused) {
			if (!(refused instanceof RateLimiterRes)) throw refused
			return refused.consumedPoints > TRIES + 1 ? Math.min(refused.msBeforeNext, LONGEST_PAUSE_S * 1_000) : this.#pause(key)
		}
	}

	/** Whoever knew the password begins anew. */
	async forget(login: string, address: string): Promise<void> {
		const key = JSON.stringify([login, address])
		await Promise.all([this.#tries.delete(key), this.#pauses.delete(key)])
	}

	async #pause(key: string): Promise<number> {
		const { consumedPoints } = await this.#pauses.consume(key)
		const seconds = Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (consumedPoints - 1))
		await this.#tries.block(key, seconds)
		return seconds * 1_000
	}
}
