import type { Reject } from '@lagebild/feeds/adapter.ts'
import type { Fix } from '@lagebild/feeds/cot/context.ts'
import { positionsOf } from '@lagebild/feeds/cot/reader.ts'
import type { CotReader, ReadMessage } from '@lagebild/feeds/cot/reader.ts'
import type { Submission } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Label } from '@lagebild/model/label.ts'

import { emptyMemory } from '../core/memory.ts'
import { hubPauseMs } from '../core/pause.ts'
import { tellEvents, tellMeasurements, tellRejects } from '../deliver.ts'
import type { Hub } from '../hub.ts'
import type { TakPulse } from './pulse.ts'

const FLUSH_MS = 200
const MOST_EVENTS = 20_000
const MOST_FIXES = 50_000
const MOST_REJECTS = 1_000

type TellerPorts = {
	readonly feed: string
	readonly hub: Hub
	readonly now: () => number
	readonly pulse: TakPulse
	/** Of what comes through; absent: the usual one. */
	readonly label?: Label
}

/** Brings to the hub what the lines of one credential say: state first, then places. While the hub is away the newest is kept. */
export class TakTeller {
	readonly #reader: CotReader
	readonly #teller: Parameters<typeof tellEvents>[0]
	readonly #now: () => number
	readonly #pulse: TakPulse
	readonly #label: Label | undefined
	#events: Submission[] = []
	#fixes: Fix[] = []
	#rejects: Reject[] = []
	#timer: ReturnType<typeof setTimeout> | undefined
	#telling: Promise<void> = Promise.resolve()
	/** Deliveries in a row of which the hub did not take everything. */
	#failures = 0
	#closed = false

	constructor(reader: CotReader, { feed, hub, now, pulse, label }: TellerPorts) {
		this.#reader = reader
		this.#teller = { feed, hub, memory: emptyMemory() }
		this.#now = now
		this.#pulse = pulse
		this.#label = label
	}

	/** @returns the entities that it speaks of */
	take(message: ReadMessage): readonly EntityId[] {
		const { events, fixes, rejects } = this.#reader.message(message)
		if (rejects.length === 0) this.#pulse.heard()
		this.#events.push(...events.map((event) => this.#labelled(event)))
		this.#fixes.push(...fixes)
		if (this.#rejects.length < MOST_REJECTS) this.#rejects.push(...rejects)
		if (this.#events.length > 2 * MOST_EVENTS) this.#events = this.#events.slice(-MOST_EVENTS)
		if (this.#fixes.length > 2 * MOST_FIXES) this.#fixes = this.#fixes.slice(-MOST_FIXES)
		if (events.length + fixes.length + rejects.length > 0) this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
		return [...events.map(({ entity }) => entity), ...fixes.map(({ entity }) => entity)]
	}

	#labelled(event: Submission): Submission {
		return this.#label && event.op === 'upsert' && !event.label ? { ...event, label: this.#label } : event
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
		const isKept = !measured.told && !measured.waits
		if (!told.told) this.#events = [...events, ...this.#events].slice(-MOST_EVENTS)
		if (isKept) this.#fixes = [...fixes, ...this.#fixes].slice(-MOST_FIXES)
		if (told.told) await this.#told({ events, fixes, rejects: [...rejects, ...told.rejects, ...measured.rejects], isPlaced: measured.told })
		if (!measured.told) this.#pulse.untold(measured.waits ? unknownAmong(fixes, measured.reason) : (measured.reason ?? ''))
		this.#rest(!told.told || isKept)
	}

	#rest(isAgain: boolean): void {
		this.#failures = isAgain ? this.#failures + 1 : 0
		if (isAgain && !this.#closed) this.#timer ??= setTimeout(() => void this.flush(), hubPauseMs(this.#failures, Math.random()))
	}

	async #told({ events, fixes, rejects, isPlaced }: Told): Promise<void> {
		const places = isPlaced ? fixes : []
		const times = [...events.flatMap(({ times: { observed } = {} }) => observed ?? []), ...places.map(({ observed }) => observed)]
		this.#pulse.delivered({ times, messages: events.length + places.length, rejects })
		await tellRejects(this.#teller, rejects, this.#now())
	}

	/** The last words; what the hub does not take now is lost. */
	async close(): Promise<void> {
		this.#closed = true
		await this.flush()
		clearTimeout(this.#timer)
	}
}

type Told = {
	readonly events: readonly Submission[]
	readonly fixes: readonly Fix[]
	readonly rejects: readonly Reject[]
	readonly isPlaced: boolean
}

/** A device reports by configuration for a unit that is not there, or not there yet: where it is, is lost until it is. */
function unknownAmong(fixes: readonly Fix[], reason = ''): string {
	const row = Number(/positions\.entity\.(\d{1,6})$/.exec(reason)?.[1])
	const entity = positionsOf(fixes)[0]?.positions?.entity[row]
	return entity === undefined
		? reason
		: `the operation does not know ${entity}, for which a device reports its place, or it lies above the clearance of this door`
}
