import type { Fieldset } from '@lagebild/model/kinds/kind.ts'

/** JSON.parse makes one text of all shorter ones by itself; longer ones are seldom said twice. */
const SHORTEST = 11
const LONGEST = 100
/** A power of two: it is there to save memory, and must not take much. */
const PLACES = 4_096

/**
 * What many things have in common: names of stations, sections, agencies, standing phrases. Equal texts become the same one, as long as no other one
 * has taken their place.
 */
export class Texts {
	readonly #known: string[] = Array.from({ length: PLACES }, () => '')

	one(text: string): string {
		const place = placeOf(text)
		const known = this.#known[place]
		if (known === text) return known
		this.#known[place] = text
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

/** By a few characters: to read them all would take longer than to compare with the one that is there. */
function placeOf(text: string): number {
	const { length } = text
	let hash = length
	for (let n = 1; n <= 8; n++) hash = Math.imul(hash, 31) + text.charCodeAt((length * n) >> 3 === length ? length - 1 : (length * n) >> 3)
	return (hash ^ (hash >>> 12)) & (PLACES - 1)
}
