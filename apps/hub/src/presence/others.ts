import { keyOf } from './who.ts'
import type { Who, Word } from './who.ts'

/** A hub that is not heard for so long is gone, and its people with it (N12): less than 10 s, and more than two words missed. */
const GONE_MS = 8_000

type Other = { no: number; heardAt: number; readonly who: Map<string, Who> }

/** Who follows on the other hubs, as far as they were heard. */
export class Others {
	readonly #hubs = new Map<string, Other>()
	readonly #onChange: (who: Iterable<Who>) => void
	readonly #ask: (of: string) => void

	/** @param ask for the whole of a hub of which something was missed */
	constructor(onChange: (who: Iterable<Who>) => void, ask: (of: string) => void) {
		this.#onChange = onChange
		this.#ask = ask
	}

	/** @param now monotonic, ms */
	hear(from: string, word: Exclude<Word, { type: 'ask' }>, now: number): void {
		const hub = this.#hubs.get(from)
		if (hub) hub.heardAt = now
		switch (word.type) {
			case 'gone':
				return this.#drop(from)
			case 'whole':
				return this.#take(from, word, now)
			case 'here':
				if (hub?.no !== word.no) this.#ask(from)
				return
			case 'change':
				if (hub?.no === word.no - 1) change(hub, word)
				else return this.#ask(from)
				this.#onChange([...word.joined, ...word.left])
		}
	}

	sweep(now: number): void {
		for (const [from, { heardAt }] of this.#hubs) if (now - heardAt > GONE_MS) this.#drop(from)
	}

	of(operation: string): readonly Who[] {
		return [...this.#hubs.values()].flatMap(({ who }) => [...who.values()].filter((one) => one.operation === operation))
	}

	#take(from: string, { no, who }: Extract<Word, { type: 'whole' }>, now: number): void {
		const before = this.#hubs.get(from)?.who.values() ?? []
		this.#hubs.set(from, { no, heardAt: now, who: new Map(who.map((one) => [keyOf(one), one])) })
		this.#onChange([...before, ...who])
	}

	#drop(from: string): void {
		const hub = this.#hubs.get(from)
		this.#hubs.delete(from)
		if (hub) this.#onChange(hub.who.values())
	}
}

function change(hub: Other, { no, joined, left }: Extract<Word, { type: 'change' }>): void {
	hub.no = no
	for (const one of left) hub.who.delete(keyOf(one))
	for (const one of joined) hub.who.set(keyOf(one), one)
}
