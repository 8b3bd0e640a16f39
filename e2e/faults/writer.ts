import { setTimeout as pause } from 'node:timers/promises'

import { deliver, measure } from './deliver.ts'
import type { Sender } from './deliver.ts'
import type { Statement } from './ledger.ts'

/** One credential that says one thing after the other until it is told to stop, as a control centre or a crew does. */
export type Writer = {
	/** Says nothing new; resolves when everything that was said has its answer. */
	readonly stop: () => Promise<void>
}

const UNITS = 3
const CATEGORIES = ['flooding', 'fire', 'other'] as const

export function startWriter(sender: Sender, name: string): Writer {
	const speech = new Speech(sender, name)
	const ended = new AbortController()
	const repeat = async (pauseMs: number, say: () => Promise<void>): Promise<void> => {
		while (!ended.signal.aborted) {
			// oxlint-disable-next-line no-await-in-loop
			await say()
			// oxlint-disable-next-line no-await-in-loop
			await pause(sender.random.next() * pauseMs)
		}
	}
	const all = speech.begin().then(() => Promise.all([repeat(60, () => speech.something()), repeat(200, () => speech.positions())]))
	return {
		stop: async () => {
			ended.abort()
			await all
		},
	}
}

class Speech {
	readonly #sender: Sender
	readonly #name: string
	readonly #units: readonly string[]
	readonly #incidents: string[] = []
	#count = 0

	constructor(sender: Sender, name: string) {
		this.#sender = sender
		this.#name = name
		this.#units = Array.from({ length: UNITS }, (_, n) => `unit:${name}:${sender.operation}-${n}`)
	}

	async begin(): Promise<void> {
		const units = this.#units.map((entity, n) =>
			this.#statement({ kind: 'unit', entity, payload: { callsign: `Florian ${this.#name}-${n}`, organisation: 'feuerwehr' } }),
		)
		await deliver(this.#sender, units)
	}

	async something(): Promise<void> {
		const { random } = this.#sender
		const [known] = random.shuffled(this.#incidents)
		if (known === undefined || random.chance(0.4)) return this.#report()
		if (random.chance(0.3)) return this.#outOfOrder(known)
		if (random.chance(0.2)) return this.#twice(known)
		return deliver(this.#sender, [this.#change(known)])
	}

	async positions(): Promise<void> {
		const at = Date.now()
		await measure(
			this.#sender,
			this.#units.map((unit) => ({ unit, at })),
		)
	}

	async #report(): Promise<void> {
		const { random, operation } = this.#sender
		const fresh = Array.from({ length: random.whole(1, 4) }, () => {
			const entity = `incident:${this.#name}:${operation}-i${++this.#count}`
			const geometry = { type: 'Point', coordinates: [10 + random.next() / 10, 53.5 + random.next() / 10] }
			return this.#statement({ kind: 'incident', entity, geometry, payload: { title: this.#title(), category: random.pick(CATEGORIES) } })
		})
		await deliver(this.#sender, fresh)
		this.#incidents.push(...fresh.map(({ entity }) => entity))
	}

	/** Three changes of one thing, the youngest first or in any other order, at once. */
	async #outOfOrder(entity: string): Promise<void> {
		const now = Date.now()
		const changes = [2_000, 1_000, 0].map((age) => this.#change(entity, now - age))
		await Promise.all(this.#sender.random.shuffled(changes).map((change) => deliver(this.#sender, [change])))
	}

	/** The same event over several connections at once. */
	async #twice(entity: string): Promise<void> {
		const change = this.#change(entity)
		await Promise.all([deliver(this.#sender, [change]), deliver(this.#sender, [change]), deliver(this.#sender, [change])])
	}

	#change(entity: string, observed = Date.now()): Statement {
		return {
			...this.#statement({ kind: 'incident', entity, payload: { title: this.#title() } }),
			op: 'patch',
			times: { observed: new Date(observed).toISOString() },
		}
	}

	#title(): string {
		return `Meldung ${this.#name}/${++this.#count}`
	}

	#statement(body: {
		readonly kind: string
		readonly entity: string
		readonly payload: Readonly<Record<string, unknown>>
		readonly geometry?: unknown
	}): Statement {
		return { id: this.#sender.random.uuid7(Date.now()), op: 'upsert', ...body }
	}
}
