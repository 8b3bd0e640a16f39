import type { ClientUpdate, OperationClient } from '@lagebild/client/client.ts'
import type { CotEvent } from '@lagebild/feeds/cot/event.ts'
import { cotOfAlarmEnd, cotOfDrop, cotOfRow } from '@lagebild/feeds/cot/row.ts'
import type { Telling } from '@lagebild/feeds/cot/row.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'

import { outgoing } from './link.ts'
import type { Outgoing, TakLink } from './link.ts'

const FLUSH_MS = 500
/** What nobody measures is told again before others grey it out. */
const REFRESH_MS = 4 * 60_000
/** Chat of before a tablet came. */
const CHAT_MS = 3_600_000

export type Following = {
	readonly client: OperationClient
	readonly now: () => number
	/** Sources whose keys are uids. */
	readonly sources: ReadonlySet<string>
	/** Of a TAK server: what came from it does not go back to it. */
	readonly except?: string
	readonly links: () => Iterable<TakLink>
}

/** Tells the picture of one credential to its lines. */
export class TakFollower {
	readonly #following: Following
	readonly #changed = new Set<EntityId>()
	readonly #stop: (() => void)[] = []
	#reloaded = false

	constructor(following: Following) {
		this.#following = following
		const flush = setInterval(() => this.#flush(), FLUSH_MS)
		const refresh = setInterval(() => this.#refresh(), REFRESH_MS)
		this.#stop.push(
			following.client.subscribe((update) => this.#note(update)),
			() => clearInterval(flush),
			() => clearInterval(refresh),
		)
	}

	async close(): Promise<void> {
		for (const stop of this.#stop) stop()
		await this.#following.client.close()
	}

	/** All that there is, to a line that has just come or was too slow. */
	welcome(link: TakLink): void {
		link.behind = false
		const { client, now } = this.#following
		const at = now()
		for (const row of client.rows().values()) {
			if (row.kind === 'message' && row.at < at - CHAT_MS) continue
			this.#send(link, row.id, this.#words(row.id))
			if (link.behind) return
		}
	}

	#note({ changed, measured, dropped, reloaded }: ClientUpdate): void {
		for (const ids of [changed, measured, dropped]) for (const id of ids) this.#changed.add(id)
		if (reloaded) this.#reloaded = true
	}

	#flush(): void {
		const words = new Map([...this.#changed].map((id) => [id, this.#words(id)]))
		this.#changed.clear()
		const all = this.#reloaded
		this.#reloaded = false
		for (const link of this.#following.links()) {
			if (all || link.behind) this.welcome(link)
			else for (const [id, one] of words) this.#send(link, id, one)
		}
	}

	#send(link: TakLink, id: EntityId, words: readonly Outgoing[]): void {
		if (link.own.has(id) && !this.#isAlarmOver(id)) return
		for (const one of words) {
			if (!link.send(one)) link.behind = true
		}
	}

	/** Who raised an alarm must hear that somebody called it off. */
	#isAlarmOver(id: EntityId): boolean {
		const row = this.#following.client.rows().get(id)
		return partsOf(id).kind === 'alarm' && !(row && isThere(row))
	}

	#words(id: EntityId): readonly Outgoing[] {
		const { client, now, sources, except } = this.#following
		const { source, kind } = partsOf(id)
		if (source === except) return []
		const row = client.rows().get(id)
		const telling: Telling = { now: now(), sources, measured: client.measured().get(id) }
		if (row && isThere(row)) return cotOfRow(row, telling).map(outgoing)
		return [kind === 'alarm' ? cotOfAlarmEnd(id, telling) : goneOf(id, telling)].flatMap((event) => (event ? [outgoing(event)] : []))
	}

	#refresh(): void {
		const { client } = this.#following
		for (const { id, kind } of client.rows().values()) if (kind === 'unit' && !client.measured().has(id)) this.#changed.add(id)
	}
}

function isThere({ life }: Row): boolean {
	return life === 'live' || life === 'unconfirmed'
}

/** Chat is not taken back. */
function goneOf(id: EntityId, telling: Telling): CotEvent | undefined {
	return SHOWN.has(partsOf(id).kind) ? cotOfDrop(id, telling) : undefined
}

const SHOWN: ReadonlySet<string> = new Set(['unit', 'track', 'area', 'warning', 'closure', 'incident', 'facility'])
