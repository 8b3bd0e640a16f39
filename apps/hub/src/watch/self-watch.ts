import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { entityId, partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { indexOf, rowAt } from '@lagebild/picture/read.ts'
import type { Logger } from 'pino'

import { feedRows } from '../feed-rows.ts'
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
	paper: ['Lage auf Papier', 'situation on paper'],
} as const
export type Check = keyof typeof CHECKS

export type SelfWatchOptions = {
	readonly operations: { readonly all: () => readonly RunningOperation[] }
	/** Of several hubs: which one speaks. */
	readonly node?: string | undefined
	/** Names of all hubs that are there now, in order; of several the first speaks for those that are gone, and for what is common. */
	readonly present?: () => Promise<readonly string[]>
	/** What there is to judge; one that is left out is not watched. */
	readonly look: () => Promise<Partial<Readonly<Record<Check, Health>>>>
	readonly now: () => Instant
	readonly log: Logger
}

const ROUND_MS = 10_000
/** As everybody knows it from other feeds: the row is old when nobody has said anything for so long. */
const FORMAT = 'lagebild'

/**
 * O2: disk, clock, backups, lag and papers are entities of kind `feed`, in every base that is open and in every open operation that shows none: who sees the
 * picture sees how far it can be trusted. Only what became another is said.
 */
export class SelfWatch {
	readonly #options: SelfWatchOptions
	readonly #settled = new Map<Check, Settled>()
	readonly #since = new Map<Check, Instant>()
	/** Hubs that are not there, and for how many rounds in a row. */
	readonly #missed = new Map<string, number>()
	#silent = false
	#timer: NodeJS.Timeout | undefined
	#round: Promise<void> = Promise.resolve()

	constructor(options: SelfWatchOptions) {
		this.#options = options
	}

	start(): void {
		let busy = false
		const again = (): void => {
			if (busy) return
			busy = true
			this.#round = this.round()
				.catch((error: unknown) => this.#failed(error))
				.finally(() => {
					busy = false
				})
		}
		again()
		this.#timer = setInterval(again, ROUND_MS)
	}

	async stop(): Promise<void> {
		clearInterval(this.#timer)
		await this.#round
	}

	/** Said once in an outage. */
	#failed(error: unknown): void {
		if (!this.#silent) this.#options.log.warn({ err: error }, 'the hub could not look after itself')
		this.#silent = true
	}

	/** Looks once, and says what became another. */
	async round(): Promise<void> {
		const { look, node, operations, present = () => Promise.resolve([]) } = this.#options
		const nodes = await present()
		const isFirst = node === undefined || nodes[0] === node
		const found = await look()
		const checks = checksIn(found).filter((check) => isFirst || check !== 'backup')
		for (const check of checks) this.#take(check, found[check])
		const places = operations
			.all()
			.filter(({ operation }) => operation.state === 'open' && (operation.base || operation.bases.length === 0))
		await Promise.all(places.flatMap((running) => checks.map((check) => this.#tell(running, check))))
		if (node !== undefined && isFirst) await this.#endGone(places, nodes)
		this.#silent = false
	}

	/** O3: what a hub said that is there no more says nothing about anything. */
	async #endGone(places: readonly RunningOperation[], nodes: readonly string[]): Promise<void> {
		const rows = places.flatMap((running) => feedRows(running.picture).map((row) => ({ running, row, node: nodeOf(row) })))
		const gone = rows.filter(({ row, node }) => node !== undefined && !nodes.includes(node) && row.fields.state !== 'off')
		const missing = new Set(gone.map(({ node }) => node ?? ''))
		for (const known of this.#missed.keys()) if (!missing.has(known)) this.#missed.delete(known)
		for (const one of missing) this.#missed.set(one, (this.#missed.get(one) ?? 0) + 1)
		const over = gone.filter(({ node }) => (this.#missed.get(node ?? '') ?? 0) >= GONE_AFTER)
		await Promise.all(over.map(({ running, row }) => this.#sayGone(running, row)))
	}

	async #sayGone(running: RunningOperation, { id: entity, fields }: RowOf<'feed'>): Promise<void> {
		const at = this.#options.now()
		const payload = { name: fields.name, format: FORMAT, ...wordsOf(GONE, { at, since: at }) }
		const id = namedId(`${running.operation.id} ${entity} off ${at}`)
		await running.submit(HUB_GRANT, [{ id, kind: 'feed', entity, op: 'upsert', times: { observed: iso(at) }, payload }])
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
		const own = check === 'backup' ? undefined : node
		const entity = entityId('feed', HUB_SOURCE, own === undefined ? check : `${own}-${check}`)
		if (!told || told.state === stateIn(running, entity)) return
		const at = now()
		const id = namedId(`${running.operation.id} ${entity} ${told.state} ${at}`)
		const name = CHECKS[check].map((word) => (own === undefined ? word : `${own}: ${word}`)).join(' · ')
		const payload = { name, format: FORMAT, ...wordsOf(told, { at, since: this.#since.get(check) ?? at }) }
		const said = await running.submit(HUB_GRANT, [{ id, kind: 'feed', entity, op: 'upsert', times: { observed: iso(at) }, payload }])
		const answer = said.ok ? said.value[0] : said.fault
		if (answer && 'fault' in answer)
			log.warn({ check, state: told.state, fault: answer.fault }, 'what the hub found about itself could not be written')
	}
}

const GONE: Health = { state: 'off', reason: 'Dieser Hub läuft nicht · this hub does not run' }
const GONE_AFTER = 3

/** Of several hubs, which one said it. */
function nodeOf({ id }: RowOf<'feed'>): string | undefined {
	const { source, native } = partsOf(id)
	return source === HUB_SOURCE ? /^(.+)-(?:disk|clock|lag|paper)$/.exec(native)?.[1] : undefined
}

function wordsOf({ state, reason }: Health, { at, since }: { readonly at: Instant; readonly since: Instant }) {
	return { state, since: iso(since), reason: reason ?? null, ...(state === 'green' && { lastGood: iso(at) }) }
}

function checksIn(found: Partial<Readonly<Record<Check, Health>>>): readonly Check[] {
	return (['disk', 'clock', 'backup', 'lag', 'paper'] as const).filter((check) => found[check] !== undefined)
}

/** What the picture says, also after a restart. */
function stateIn({ picture }: RunningOperation, entity: EntityId): unknown {
	const index = indexOf(picture, entity)
	const row = index === undefined ? undefined : rowAt(picture, index)
	return row?.kind === 'feed' ? row.fields.state : undefined
}
