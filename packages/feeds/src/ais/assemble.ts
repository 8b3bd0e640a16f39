import type { Sentence } from './sentence.ts'

/** The sentences of one message, in their order. */
export type Whole = readonly Sentence[]

type Group = { readonly parts: Map<number, Sentence>; readonly begun: number; readonly at: number | undefined }

export type Assembled = {
	readonly whole?: Whole
	/** What was waited for in vain. */
	readonly given: readonly Whole[]
}

/** So many groups wait at a time, for so many sentences, or for so long by their own times. */
const MOST_GROUPS = 64
const MOST_SENTENCES = 500
const LONGEST_MS = 15_000
/** What another receiver heard of the same message comes among the next sentences of several. */
const ECHO_SENTENCES = 8

/** Puts the sentences of messages together, in whatever order they come and mixed with those of others. Bounded. */
export class Assembler {
	readonly #groups = new Map<string, Group>()
	/** Messages that were whole last, by key: the same parts, heard by another receiver at once, are none of a new message. */
	readonly #done = new Map<string, Done>()
	#count = 0

	add(sentence: Sentence): Assembled {
		if (sentence.total === 1) return { whole: [sentence], given: [] }
		this.#count += 1
		const { key, number } = sentence
		if (this.#isEcho(sentence)) return { given: [] }
		const given = [...this.#stale(sentence), ...this.#other(sentence)]
		const group = this.#groups.get(key) ?? { parts: new Map<number, Sentence>(), begun: this.#count, at: sentence.at }
		group.parts.set(number, group.parts.get(number) ?? sentence)
		this.#groups.set(key, group)
		if (group.parts.size < sentence.total) return { given }
		this.#groups.delete(key)
		this.#remember(key, group)
		return { whole: inOrder(group), given }
	}

	/** What is not whole at the end. */
	rest(): readonly Whole[] {
		const rest = [...this.#groups.values()].map(inOrder)
		this.#groups.clear()
		return rest
	}

	#isEcho(sentence: Sentence): boolean {
		const done = this.#done.get(sentence.key)
		if (!done || this.#groups.has(sentence.key)) return false
		return (
			done.parts.get(sentence.number)?.payload === sentence.payload && this.#count - done.ended <= ECHO_SENTENCES && !isLate(sentence, done)
		)
	}

	/** Another message under the same key has begun. */
	#other(sentence: Sentence): readonly Whole[] {
		const { key, number, payload } = sentence
		const group = this.#groups.get(key)
		if (!group) return []
		const same = group.parts.get(number)?.payload
		if ((same === undefined || same === payload) && !isLate(sentence, group)) return []
		this.#groups.delete(key)
		return [inOrder(group)]
	}

	/** The oldest come first in the map. */
	#stale({ key: own }: Sentence): readonly Whole[] {
		const stale: Whole[] = []
		for (const [key, group] of this.#groups) {
			if (this.#count - group.begun < MOST_SENTENCES && this.#groups.size < MOST_GROUPS) break
			if (key === own) continue
			this.#groups.delete(key)
			stale.push(inOrder(group))
		}
		return stale
	}

	#remember(key: string, { parts, at }: Group): void {
		this.#done.delete(key)
		this.#done.set(key, { parts, at, ended: this.#count })
		const oldest = this.#done.size > MOST_GROUPS ? this.#done.keys().next().value : undefined
		if (oldest !== undefined) this.#done.delete(oldest)
	}
}

type Done = { readonly parts: ReadonlyMap<number, Sentence>; readonly at: number | undefined; readonly ended: number }

function isLate({ at }: Sentence, group: { readonly at: number | undefined }): boolean {
	return at !== undefined && group.at !== undefined && Math.abs(at - group.at) > LONGEST_MS
}

function inOrder({ parts }: Group): Whole {
	return [...parts.values()].toSorted((a, b) => a.number - b.number)
}
