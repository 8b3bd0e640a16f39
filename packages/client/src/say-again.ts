import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer } from '@lagebild/model/protocol.ts'

import { afterRefusal, dueOf, incarnationOf, MOST_KEPT, overdueOf, takenOf } from './said.ts'
import type { Said, SaidStorage } from './said.ts'

export type SayAgainOptions = {
	readonly storage: SaidStorage | undefined
	/** The device's wall clock, ms. */
	readonly wall: () => number
	/** Sends as a person's own submission is sent: until it is answered, over any number of connections. */
	readonly submit: (events: readonly unknown[]) => Promise<readonly Answer[]>
}

const AT_ONCE = 100
/** Pause before what was refused for now is offered again, doubled each time. */
const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000
/** So many more than are kept may gather before the oldest are dropped. */
const SLACK = 500
/** What is refused for now so often, some quarter of an hour, is given up. */
const MOST_TRIES = 20

/** Keeps what was acknowledged, and offers it again to a journal of another incarnation (C6). */
export class SayAgain {
	readonly #options: SayAgainOptions
	readonly #said = new Map<string, Said>()
	/** Acknowledged over a connection that has not told its incarnation yet. */
	readonly #unplaced = new Set<string>()
	readonly #tries = new Map<string, number>()
	#incarnation: string | undefined
	#running = false
	#closed = false
	#timer: ReturnType<typeof setTimeout> | undefined
	#storing: Promise<void> = Promise.resolve()

	constructor(options: SayAgainOptions) {
		this.#options = options
	}

	/** A new connection: which journal answers there is not known yet. */
	connected(): void {
		this.#incarnation = undefined
		this.#unplaced.clear()
	}

	/** The journal of this connection: what one of another incarnation took is offered to it. */
	welcomed(epoch: string): void {
		const incarnation = incarnationOf(epoch)
		this.#incarnation = incarnation
		const placed = [...this.#unplaced].flatMap((id) => this.#said.get(id) ?? []).map((one) => ({ ...one, incarnation }))
		this.#unplaced.clear()
		this.#keep(placed)
		void this.#offer()
	}

	answered(events: readonly unknown[], answers: readonly Answer[]): void {
		const taken = takenOf(events, answers, { incarnation: this.#incarnation, at: this.#options.wall() })
		if (this.#incarnation === undefined) for (const { id } of taken) this.#unplaced.add(id)
		for (const { id } of taken) this.#tries.delete(id)
		/** Said again it is as old as it was: it goes 72 hours after it was said. */
		this.#keep(taken.map((one) => ({ ...one, at: this.#said.get(one.id)?.at ?? one.at })))
		if (this.#said.size > MOST_KEPT + SLACK) this.#dropOverdue()
	}

	/** Resolves when everything is stored. */
	async close(): Promise<void> {
		this.#closed = true
		clearTimeout(this.#timer)
		await this.#storing
	}

	#keep(said: readonly Said[]): void {
		if (said.length === 0) return
		for (const one of said) this.#said.set(one.id, one)
		this.#store((storage) => storage.put(said))
	}

	#drop(ids: readonly string[]): void {
		if (ids.length === 0) return
		for (const id of ids) {
			this.#said.delete(id)
			this.#tries.delete(id)
		}
		this.#store((storage) => storage.remove(ids))
	}

	/** A device that cannot store remembers as long as the page lives. */
	#store(work: (storage: SaidStorage) => Promise<void>): void {
		const { storage } = this.#options
		if (storage) this.#storing = this.#storing.then(() => work(storage)).catch(() => undefined)
	}

	#dropOverdue(): void {
		this.#drop(overdueOf(this.#said.values(), this.#options.wall()).map(({ id }) => id))
	}

	/** One walk at a time, and each event once in it. */
	async #offer(): Promise<void> {
		if (this.#running) return
		this.#running = true
		clearTimeout(this.#timer)
		await this.#remember()
		const offered = new Set<string>()
		for (let batch = this.#batch(offered); batch.length > 0 && !this.#closed; batch = this.#batch(offered)) {
			for (const { id } of batch) offered.add(id)
			this.#settle(batch, await this.#options.submit(batch.map(({ event }) => event)))
		}
		this.#running = false
		if (!this.#closed && this.#due().length > 0) this.#offerLater()
	}

	/** What other tabs and earlier pages said. */
	async #remember(): Promise<void> {
		await this.#storing
		const stored = (await this.#options.storage?.read().catch(() => [])) ?? []
		for (const one of stored) if (!this.#said.has(one.id)) this.#said.set(one.id, one)
		this.#dropOverdue()
	}

	#due(): readonly Said[] {
		return this.#incarnation === undefined ? [] : dueOf(this.#said.values(), this.#incarnation)
	}

	#batch(offered: ReadonlySet<string>): readonly Said[] {
		return this.#due()
			.filter(({ id }) => !offered.has(id))
			.slice(0, AT_ONCE)
	}

	/** What was taken was put in its new place when it was answered. */
	#settle(batch: readonly Said[], answers: readonly Answer[]): void {
		if (this.#closed) return
		const over = batch.filter((one, index) => {
			const answer = answers[index]
			if (answer && !isRefused(answer)) return false
			return afterRefusal(answer) === 'never' || this.#tried(one) >= MOST_TRIES
		})
		this.#drop(over.map(({ id }) => id))
	}

	#tried({ id }: Said): number {
		const tries = (this.#tries.get(id) ?? 0) + 1
		this.#tries.set(id, tries)
		return tries
	}

	#offerLater(): void {
		const tries = Math.max(1, ...this.#tries.values())
		this.#timer = setTimeout(() => void this.#offer(), Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1)))
	}
}
