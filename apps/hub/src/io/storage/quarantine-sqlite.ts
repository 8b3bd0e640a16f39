import path from 'node:path'
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'

import { openRejectFile, REJECT_FILE } from '@lagebild/journal/rejects/tables.ts'
import { RejectOrigin, RejectState } from '@lagebild/model/feeds-protocol.ts'
import type { RejectView } from '@lagebild/model/feeds-protocol.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { counted, DAY_MS, hashOf, KEPT_BYTES, KEPT_MS, KEPT_PER_FEED } from './quarantine.ts'
import type { KeptReject, Quarantine, RefusedAgain, RejectChange, RejectCount, RejectPage } from './quarantine.ts'

const KEEP = `
insert into rejects (feed, at, reason, message, path, raw, first, times, origin, hash, bytes) values (?1, ?2, ?3, ?4, ?5, ?6, ?2, ?7, ?8, ?9, ?10)
on conflict (feed, hash) do update set at = max(at, excluded.at), times = times + excluded.times, message = excluded.message,
	origin = excluded.origin, bytes = excluded.bytes, state = case state when 'rerun' then 'open' else state end
`

/** By number and by bytes, the oldest first. */
const BOUND = `
delete from rejects where feed = ?1 and id in (
	select id from (select id, row_number() over w as place, sum(bytes) over w as held from rejects where feed = ?1 window w as (order by id desc))
	where place > ?2 or held > ?3
)
`

const LIST = `select * from rejects where feed = ?1 and id < ?2 and (?3 = 'all' or state = ?3) order by id desc limit ?4`

/** In a file of this machine. */
export function openQuarantine(folder: string, now: () => Instant): Quarantine {
	const database = openRejectFile(path.join(folder, REJECT_FILE))
	const rejects = new Rejects(database, now)
	return {
		keep: (feed, kept) => Promise.try(() => rejects.keep(feed, kept)),
		list: (feed, page) => Promise.try(() => rejects.list(feed, page)),
		find: (feed, id) => Promise.try(() => rejects.find(feed, id)),
		change: (feed, change) => Promise.try(() => rejects.change(feed, change)),
		refuseAgain: (feed, refused) => Promise.try(() => rejects.refuseAgain(feed, refused)),
		counts: () => Promise.try(() => rejects.counts()),
		close: () => Promise.try(() => database.close()),
	}
}

class Rejects {
	readonly #database: DatabaseSync
	readonly #now: () => Instant

	constructor(database: DatabaseSync, now: () => Instant) {
		this.#database = database
		this.#now = now
	}

	keep(feed: string, rejects: readonly KeptReject[]): void {
		const insert = this.#database.prepare(KEEP)
		this.#together(() => {
			for (const { at, reason, message, path: field, raw, times, origin, hash, bytes } of counted(rejects))
				insert.run(feed, at, reason, message, field ?? null, raw, times, origin ? JSON.stringify(origin) : null, hash, bytes)
			this.#database.prepare(BOUND).run(feed, KEPT_PER_FEED, KEPT_BYTES)
			this.#database.prepare('delete from rejects where at < ?').run(this.#now() - KEPT_MS)
		})
	}

	list(feed: string, { state, before = Number.MAX_SAFE_INTEGER, limit }: RejectPage): readonly RejectView[] {
		return this.#database.prepare(LIST).all(feed, before, state, limit).map(shown)
	}

	find(feed: string, id: number): RejectView | undefined {
		const row = this.#database.prepare('select * from rejects where feed = ? and id = ?').get(feed, id)
		return row && shown(row)
	}

	change(feed: string, { which, state, by, result }: RejectChange): number {
		const update = `update rejects set state = ?1, by = ?2, changed = ?3, result = ?4 where feed = ?5 and state = 'open'`
		const values = [state, by, this.#now(), result ?? null, feed] as const
		if (which === 'open') return Number(this.#database.prepare(update).run(...values).changes)
		const one = this.#database.prepare(`${update} and id = ?6`)
		return this.#together(() => which.reduce((sum, id) => sum + Number(one.run(...values, id).changes), 0))
	}

	refuseAgain(feed: string, { id, reason, message, path: field, by, result }: RefusedAgain): void {
		const raw = this.find(feed, id)?.raw
		if (raw === undefined) return
		const hash = hashOf({ reason, path: field, raw })
		this.#together(() => {
			const other = this.#database.prepare('select id from rejects where feed = ? and hash = ? and id <> ?').get(feed, hash, id)
			this.#database
				.prepare(
					`update rejects set reason = ?, message = ?, path = ?, by = ?, changed = ?, result = ?, hash = ? where feed = ? and id = ? and state = 'open'`,
				)
				.run(reason, message, field ?? null, by, this.#now(), result, other ? null : hash, feed, id)
		})
	}

	counts(): ReadonlyMap<string, RejectCount> {
		const rows = this.#database
			.prepare(`select feed, sum(state = 'open') as open, sum(at >= ?) as day from rejects group by feed`)
			.all(this.#now() - DAY_MS)
		return new Map(rows.map((row) => [String(row['feed']), { open: Number(row['open']), day: Number(row['day']) }]))
	}

	#together<T>(work: () => T): T {
		this.#database.exec('begin immediate')
		try {
			const done = work()
			this.#database.exec('commit')
			return done
		} finally {
			if (this.#database.isTransaction) this.#database.exec('rollback')
		}
	}
}

function shown(row: Readonly<Record<string, SQLOutputValue>>): RejectView {
	const at = Number(row['at'])
	const raw = String(row['raw'])
	const field = textOr(row['path'])
	const origin = textOr(row['origin'])
	const changed = row['changed']
	return {
		id: Number(row['id']),
		at: iso(at),
		first: iso(Number(row['first'] ?? at)),
		times: Number(row['times']),
		reason: String(row['reason']),
		message: String(row['message']),
		...(field !== null && { path: field }),
		raw,
		rawLength: raw.length,
		...(origin !== null && { origin: RejectOrigin.parse(JSON.parse(origin)) }),
		state: RejectState.parse(row['state']),
		by: textOr(row['by']),
		changedAt: typeof changed === 'number' ? iso(changed) : null,
		result: textOr(row['result']),
	}
}

function textOr(value: SQLOutputValue | undefined): string | null {
	return typeof value === 'string' ? value : null
}
