import type { Entry } from '@lagebild/model/entry.ts'

export type Come = { readonly entry: Entry; readonly elsewhere: boolean }

/** More than this ahead of a hole is not kept: the journal has it. */
const MOST_ENTRIES = 10_000
const MOST_CHARACTERS = 32_000_000

/** Entries that came before their turn, by seq. */
export class Early {
	readonly #held = new Map<number, { readonly come: Come; readonly length: number }>()
	readonly #most: number
	#length = 0

	/** @param most characters as JSON of all of them together */
	constructor(most = MOST_CHARACTERS) {
		this.#most = most
	}

	get size(): number {
		return this.#held.size
	}

	/** Instead of one that came in its place before. */
	keep(come: Come): void {
		this.take(come.entry.seq)
		const { length } = JSON.stringify(come.entry)
		if (this.#held.size >= MOST_ENTRIES || this.#length + length > this.#most) return
		this.#held.set(come.entry.seq, { come, length })
		this.#length += length
	}

	take(at: number): Come | undefined {
		const held = this.#held.get(at)
		if (!held) return undefined
		this.#held.delete(at)
		this.#length -= held.length
		return held.come
	}

	clear(): void {
		this.#held.clear()
		this.#length = 0
	}
}
