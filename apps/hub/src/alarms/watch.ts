import type { EntityId } from '@lagebild/model/ids.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { idAt, indexOf, measuredAt, recentOf, rowAt, size } from '@lagebild/picture/read.ts'
import type { Logger } from 'pino'

import { HUB_GRANT } from '../hub-grant.ts'
import type { RunningOperation } from '../running.ts'
import { Slices } from '../slices.ts'
import { decide, isRuled } from './decide.ts'
import type { Settling, Word } from './decide.ts'
import type { Finding, Sight, Terms, Thing } from './finding.ts'
import { findingsOf, isWatched } from './rules.ts'

type AlarmWatchOptions = Terms & {
	readonly operations: { readonly all: () => readonly RunningOperation[]; readonly get: (id: string) => RunningOperation | undefined }
	/** Of several hubs the first that is there speaks, so that two clocks do not contradict each other. */
	readonly isFirst: () => Promise<boolean>
	readonly now: () => Instant
	readonly log: Logger
}

const ROUND_MS = 2_000
const PIECE = 64
const NONE: Settling = new Map()

/** Entities of a picture that rules or alarms are about, by their places; a kind never changes. */
type Places = { next: number; readonly watched: number[]; readonly alarms: number[] }

/** Alarms by rule (R): in every open operation about what it holds and what its bases hold, so that exercises keep theirs. */
export class AlarmWatch {
	readonly #options: AlarmWatchOptions
	readonly #places = new WeakMap<Picture, Places>()
	readonly #slices = new Slices()
	readonly #settling = new WeakMap<RunningOperation, Settling>()
	#timer: NodeJS.Timeout | undefined
	#round: Promise<void> = Promise.resolve()
	#silent = false

	constructor(options: AlarmWatchOptions) {
		this.#options = options
	}

	start(): void {
		if (!this.#options.config.enabled) return
		let busy = false
		this.#timer = setInterval(() => {
			if (busy) return
			busy = true
			this.#round = this.round()
				.catch((error: unknown) => this.#failed(error))
				.finally(() => {
					busy = false
				})
		}, ROUND_MS)
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer)
		await this.#round
	}

	/** Said once in an outage. */
	#failed(error: unknown): void {
		if (!this.#silent) this.#options.log.warn({ err: error }, 'the hub could not look for alarms')
		this.#silent = true
	}

	/** Looks once at every operation. */
	async round(): Promise<void> {
		if (!(await this.#options.isFirst())) return
		const open = this.#options.operations.all().filter(({ operation }) => operation.state === 'open' && !operation.base)
		await Promise.all(open.map((running) => this.#look(running)))
		this.#silent = false
	}

	/** A picture that is not complete yet would end what it has not read. */
	async #look(running: RunningOperation): Promise<void> {
		const { config, operations } = this.#options
		const bases = running.operation.bases.map((id) => operations.get(id))
		const shown = [running, ...bases]
		if (!shown.every((one): one is RunningOperation => one?.caughtUp === true && !one.retired)) return
		const now = this.#options.now()
		const pictures = shown.map(({ picture }) => picture)
		const findings = await this.#slices.run(findAll(this.#thingsIn(pictures), this.#sight(pictures, now)))
		if (running.retired) return
		const known = {
			operation: running.operation.id,
			alarms: this.#alarmsIn(running.picture),
			findings,
			now,
			settleMs: config.settleSeconds * 1_000,
		}
		const { words, settling } = decide(known, this.#settling.get(running) ?? NONE)
		this.#settling.set(running, settling)
		await Promise.all(
			[...Map.groupBy(words, ({ organisation }) => organisation)].map(([organisation, said]) => this.#say(running, organisation, said)),
		)
	}

	async #say(running: RunningOperation, organisation: string | undefined, said: readonly Word[]): Promise<void> {
		const answers = await running.submit(
			grantFor(organisation),
			said.map(({ statement }) => statement),
		)
		const no = answers.ok ? answers.value.find((answer) => 'fault' in answer) : answers.fault
		if (no) this.#options.log.warn({ operation: running.operation.id, fault: no }, 'an alarm could not be written')
	}

	#sight(pictures: readonly Picture[], now: Instant): Sight {
		const holding = (id: EntityId) => pictures.find((picture) => indexOf(picture, id) !== undefined && rowIn(picture, id))
		return {
			...this.#options,
			now,
			recent: (id) => {
				const picture = holding(id)
				return picture ? recentOf(picture, id) : []
			},
			rowOf: (id) => {
				const picture = holding(id)
				return picture && rowIn(picture, id)
			},
		}
	}

	#placesIn(picture: Picture): Places {
		const places = this.#places.get(picture) ?? { next: 0, watched: [], alarms: [] }
		this.#places.set(picture, places)
		for (; places.next < size(picture); places.next++) {
			const { kind } = partsOf(idAt(picture, places.next))
			if (kind === 'alarm') places.alarms.push(places.next)
			else if (isWatched(kind)) places.watched.push(places.next)
		}
		return places
	}

	*#thingsIn(pictures: readonly Picture[]): Generator<Thing> {
		for (const picture of pictures) {
			for (const place of this.#placesIn(picture).watched) {
				const row = rowAt(picture, place)
				if (row) yield { row, measured: measuredAt(picture, place) }
			}
		}
	}

	#alarmsIn(picture: Picture): ReadonlyMap<EntityId, RowOf<'alarm'>> {
		const alarms = new Map<EntityId, RowOf<'alarm'>>()
		for (const place of this.#placesIn(picture).alarms) {
			const row = rowAt(picture, place)
			if (row?.kind === 'alarm' && isRuled(row)) alarms.set(row.id, row)
		}
		return alarms
	}
}

/** In pieces, between which everything else has its turn. */
function* findAll(things: Iterable<Thing>, sight: Sight): Generator<undefined, readonly Finding[]> {
	const found: Finding[] = []
	let looked = 0
	for (const thing of things) {
		found.push(...findingsOf([thing], sight))
		if (++looked % PIECE === 0) yield
	}
	return found
}

/** The hub itself, as one of the organisation that alone may see it. */
export function grantFor(organisation: string | undefined): Grant {
	return organisation === undefined ? HUB_GRANT : { ...HUB_GRANT, organisation }
}

function rowIn(picture: Picture, id: EntityId): Row | undefined {
	const place = indexOf(picture, id)
	return place === undefined ? undefined : rowAt(picture, place)
}
