import type { Reject } from '@lagebild/feeds/adapter.ts'
import type { Fix } from '@lagebild/feeds/cot/context.ts'
import { positionsOf } from '@lagebild/feeds/cot/reader.ts'
import type { CotReader, ReadMessage } from '@lagebild/feeds/cot/reader.ts'
import type { Submission } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import { emptyMemory } from '../core/memory.ts'
import { tellEvents, tellMeasurements, tellRejects } from '../deliver.ts'
import type { Hub } from '../hub.ts'

const FLUSH_MS = 200
const MOST_EVENTS = 20_000
const MOST_FIXES = 50_000
const MOST_REJECTS = 1_000

/** Brings to the hub what the lines of one credential say: state first, then places. While the hub is away the newest is kept. */
export class TakTeller {
	/** When something that could be read came last. */
	lastGood: number | undefined
	readonly #reader: CotReader
	readonly #teller: Parameters<typeof tellEvents>[0]
	readonly #now: () => number
	#events: Submission[] = []
	#fixes: Fix[] = []
	#rejects: Reject[] = []
	#timer: ReturnType<typeof setTimeout> | undefined
	#telling: Promise<void> = Promise.resolve()

	constructor(reader: CotReader, { feed, hub, now }: { readonly feed: string; readonly hub: Hub; readonly now: () => number }) {
		this.#reader = reader
		this.#teller = { feed, hub, memory: emptyMemory() }
		this.#now = now
	}

	/** @returns the entities that it speaks of */
	take(message: ReadMessage): readonly EntityId[] {
		const { events, fixes, rejects } = this.#reader.message(message)
		if (rejects.length === 0) this.lastGood = this.#now()
		this.#events.push(...events)
		this.#fixes.push(...fixes)
		if (this.#rejects.length < MOST_REJECTS) this.#rejects.push(...rejects)
		if (events.length + fixes.length + rejects.length > 0) this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
		return [...events.map(({ entity }) => entity), ...fixes.map(({ entity }) => entity)]
	}

	/** One request after the other; resolves when everything up to now was offered. */
	flush(): Promise<void> {
		clearTimeout(this.#timer)
		this.#timer = undefined
		this.#telling = this.#telling.then(() => this.#tell())
		return this.#telling
	}

	async #tell(): Promise<void> {
		const [events, fixes, rejects] = [this.#events, this.#fixes, this.#rejects]
		this.#events = []
		this.#fixes = []
		this.#rejects = []
		const told = await tellEvents(this.#teller, events)
		const measured = told.told ? await tellMeasurements(this.#teller, positionsOf(fixes)) : told
		if (!told.told) this.#events = [...events, ...this.#events].slice(-MOST_EVENTS)
		if (!measured.told && !measured.waits) this.#fixes = [...fixes, ...this.#fixes].slice(-MOST_FIXES)
		if (!told.told) this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
		else await tellRejects(this.#teller, [...rejects, ...told.rejects, ...measured.rejects], this.#now())
	}
}
