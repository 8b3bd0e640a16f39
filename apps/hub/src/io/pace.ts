export type PaceOptions = {
	/** What may happen at once, and how much more each second. */
	readonly most: number
	readonly perSecond: number
	readonly now: () => number
}

type Purse = { left: number; at: number }

/** More who have spent something are looked through for those who have saved it again. */
const MANY = 10_000

/** How often something may happen, of each who does it. */
export class Pace {
	readonly #options: PaceOptions
	readonly #purses = new Map<string, Purse>()

	constructor(options: PaceOptions) {
		this.#options = options
	}

	/** @returns false when that was too often: nothing is spent then. */
	spend(who: string): boolean {
		if (this.waitMs(who) > 0) return false
		const { most, now } = this.#options
		if (this.#purses.size > MANY) this.#forget()
		const purse = this.#purses.get(who) ?? { left: most, at: now() }
		purse.left--
		this.#purses.set(who, purse)
		return true
	}

	/** Until it may happen again; 0: now. */
	waitMs(who: string): number {
		const { perSecond } = this.#options
		const purse = this.#purses.get(who)
		if (!purse) return 0
		this.#fill(purse)
		return purse.left >= 1 ? 0 : Math.ceil(((1 - purse.left) / perSecond) * 1_000)
	}

	#fill(purse: Purse): void {
		const { most, perSecond, now } = this.#options
		const at = now()
		purse.left = Math.min(most, purse.left + (Math.max(0, at - purse.at) / 1_000) * perSecond)
		purse.at = at
	}

	#forget(): void {
		for (const [who, purse] of this.#purses) {
			this.#fill(purse)
			if (purse.left === this.#options.most) this.#purses.delete(who)
		}
	}
}
