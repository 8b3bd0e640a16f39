import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Row } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { indexOf, recentOf, rowAt } from '@lagebild/picture/read.ts'
import type { Logger } from 'pino'

import type { Hub } from '../core/hub.ts'
import { HUB_GRANT } from '../hub-grant.ts'
import type { RunningOperation } from '../running.ts'
import { Slices } from '../slices.ts'
import { decide } from './decide.ts'
import type { Settling, Word } from './decide.ts'
import type { Sight, Terms } from './finding.ts'
import { Moment } from './moment.ts'
import { Outlook } from './outlook.ts'

type AlarmWatchOptions = Terms & {
	readonly operations: { readonly all: () => readonly RunningOperation[]; readonly get: (id: string) => RunningOperation | undefined }
	/** Of several hubs the first that is there speaks, so that two clocks do not contradict each other. */
	readonly isFirst: () => Promise<boolean>
	readonly now: () => Instant
	readonly log: Logger
}

const ROUND_MS = 2_000
const NONE: Settling = new Map()

type View = {
	readonly running: RunningOperation
	readonly own: Outlook
	/** Of the operation itself, and then of the bases that it shows. */
	readonly outlooks: readonly Outlook[]
	readonly pictures: readonly Picture[]
}

/** Alarms by rule (R): in every open operation about what it holds and what its bases hold, so that exercises keep theirs. */
export class AlarmWatch {
	readonly #options: AlarmWatchOptions
	readonly #outlooks = new WeakMap<Hub, Outlook>()
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
		const now = this.#options.now()
		const views = this.#options.operations.all().flatMap((running) => this.#viewOf(running) ?? [])
		const outlooks = new Set(views.flatMap((view) => view.outlooks))
		await Promise.all(Array.from(outlooks, (outlook) => this.#slices.run(outlook.follow(now))))
		await Promise.all(views.map((view) => this.#look(view, now)))
		this.#silent = false
	}

	/** What an open operation sees. A picture that is not complete yet would end what it has not read. */
	#viewOf(running: RunningOperation): View | undefined {
		const { operation } = running
		if (operation.state !== 'open' || operation.base) return undefined
		const shown = [running, ...operation.bases.map((id) => this.#options.operations.get(id))]
		if (!shown.every((one): one is RunningOperation => one?.caughtUp === true && !one.retired)) return undefined
		const own = this.#outlookOn(running.hub)
		const outlooks = shown.map(({ hub }) => this.#outlookOn(hub))
		return { running, own, outlooks, pictures: shown.map(({ picture }) => picture) }
	}

	#outlookOn(hub: Hub): Outlook {
		const outlook = this.#outlooks.get(hub) ?? new Outlook(hub, this.#options)
		this.#outlooks.set(hub, outlook)
		return outlook
	}

	async #look({ running, own, outlooks, pictures }: View, now: Instant): Promise<void> {
		const sight = this.#sight(pictures, now)
		const found = await Promise.all(outlooks.map((outlook) => this.#slices.run(outlook.found(sight))))
		if (running.retired) return
		const known = {
			operation: running.operation.id,
			alarms: own.alarms,
			found: found.flat(),
			now,
			settleMs: this.#options.config.settleSeconds * 1_000,
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
			moment: new Moment(now),
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
}

/** The hub itself, as one of the organisation that alone may see it. */
export function grantFor(organisation: string | undefined): Grant {
	return organisation === undefined ? HUB_GRANT : { ...HUB_GRANT, organisation }
}

function rowIn(picture: Picture, id: EntityId): Row | undefined {
	const place = indexOf(picture, id)
	return place === undefined ? undefined : rowAt(picture, place)
}
