import type { Fieldset } from '@lagebild/model/kinds/kind.ts'

/** JSON.parse makes one text of all shorter ones by itself; longer ones are seldom said twice. */
const SHORTEST = 11
const LONGEST = 100
/** Then it begins anew: it is there to save memory, and must not take any. */
const MOST = 4_096

/** What many things have in common: names of stations, sections, agencies, standing phrases. Equal texts become the same one. */
export class Texts {
	readonly #known = new Map<string, string>()

	one(text: string): string {
		const known = this.#known.get(text)
		if (known !== undefined) return known
		if (this.#known.size >= MOST) this.#known.clear()
		this.#known.set(text, text)
		return text
	}

	/** The payload stays equal to what it was. */
	share(payload: Fieldset): void {
		for (const field in payload) {
			const value = payload[field]
			if (typeof value === 'string' && value.length >= SHORTEST && value.length <= LONGEST) payload[field] = this.one(value)
		}
	}
}
