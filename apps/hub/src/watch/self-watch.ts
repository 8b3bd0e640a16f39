import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { entityId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { indexOf, rowAt } from '@lagebild/picture/read.ts'
import type { Logger } from 'pino'

import { HUB_GRANT } from '../hub-grant.ts'
import { namedId } from '../named-id.ts'
import type { RunningOperation } from '../running.ts'
import { settle } from './judge.ts'
import type { Health, Settled } from './judge.ts'

/** What the hub watches about itself, and how people call it in German and in English. */
const CHECKS = {
	disk: ['Speicherplatz', 'disk space'],
	clock: ['Uhr', 'clock'],
	backup: ['Sicherung', 'backup'],
	lag: ['Rückstand', 'lag'],
} as const
export type Check = keyof typeof CHECKS

export type SelfWatchOptions = {
	readonly operations: { readonly all: () => readonly RunningOperation[] }
	/** Of several hubs: which one speaks. */
	readonly node?: string | undefined
	/** What there is to judge; one that is left out is not watched. */
	readonly look: () => Promise<Partial<Readonly<Record<Check, Health>>>>
	readonly now: () => Instant
	readonly log: Logger
}

const ROUND_MS = 10_000
/** As everybody knows it from other feeds: the row is old when nobody has said anything for so long. */
const FORMAT = 'lagebild'

/**
 * O2: disk, clock, backups and lag are entities of kind `feed`, in every base that is open and in every open operation that shows none: who sees the
 * picture sees how far it can be trusted. Only what became another is said.
 */
export class SelfWatch {
	readonly #options: SelfWatchOptions
	readonly #settled = new Map<Check, Settled>()
	readonly #since = new Map<Check, Instant>()
	#timer: NodeJS.Timeout | undefined
	#round: Promise<void> = Promise.resolve()

	constructor(options: SelfWatchOptions) {
		this.#options = options
	}

	start(): void {
		const again = (): void => {
			this.#round = this.round().catch((error: unknown) => {
				this.#options.log.error({ err: error }, 'the hub could not look after itself')
			})
		}
		again()
		this.#timer = setInterval(again, ROUND_MS)
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer)
		await this.#round
	}

	/** Looks once, and says what became another. */
	async round(): Promise<void> {
		const found = await this.#options.look()
		for (const check of checksIn(found)) this.#take(check, found[check])
		const places = this.#options.operations
			.all()
			.filter(({ operation }) => operation.state === 'open' && (operation.base || operation.bases.length === 0))
		await Promise.all(places.flatMap((running) => checksIn(found).map((check) => this.#tell(running, check))))
	}

	#take(check: Check, found: Health | undefined): void {
		if (!found) return
		const before = this.#settled.get(check)
		const after = settle(before, found)
		this.#settled.set(check, after)
		if (before?.told.state !== after.told.state) this.#since.set(check, this.#options.now())
	}

	async #tell(running: RunningOperation, check: Check): Promise<void> {
		const { node, now, log } = this.#options
		const told = this.#settled.get(check)?.told
		const entity = entityId('feed', HUB_SOURCE, node === undefined ? check : `${node}-${check}`)
		if (!told || told.state === stateIn(running, entity)) return
		const at = now()
		const id = namedId(`${running.operation.id} ${entity} ${told.state} ${at}`)
		const name = CHECKS[check].map((word) => (node === undefined ? word : `${node}: ${word}`)).join(' · ')
		const payload = { name, format: FORMAT, ...wordsOf(told, { at, since: this.#since.get(check) ?? at }) }
		const said = await running.submit(HUB_GRANT, [{ id, kind: 'feed', entity, op: 'upsert', times: { observed: iso(at) }, payload }])
		const answer = said.ok ? said.value[0] : said.fault
		if (answer && 'fault' in answer)
			log.warn({ check, state: told.state, fault: answer.fault }, 'what the hub found about itself could not be written')
	}
}

function wordsOf({ state, reason }: Health, { at, since }: { readonly at: Instant; readonly since: Instant }) {
	return { state, since: iso(since), reason: reason ?? null, ...(state === 'green' && { lastGood: iso(at) }) }
}

function checksIn(found: Partial<Readonly<Record<Check, Health>>>): readonly Check[] {
	return (['disk', 'clock', 'backup', 'lag'] as const).filter((check) => found[check] !== undefined)
}

/** What the picture says, also after a restart. */
function stateIn({ picture }: RunningOperation, entity: EntityId): unknown {
	const index = indexOf(picture, entity)
	const row = index === undefined ? undefined : rowAt(picture, index)
	return row?.kind === 'feed' ? row.fields.state : undefined
}
