import type { DatabaseSync } from 'node:sqlite'

import { numberIn, textIn } from './rows.ts'

/** At most one write a minute, however many requests there are. */
const WRITE_MS = 60_000

/** Times that are being written. */
export type Marks = ReadonlyMap<string, number>

/** When a credential, session or passkey was last used: to within a minute after a crash, exactly within the process. */
export class LastUsed {
	readonly #database: DatabaseSync
	readonly #now: () => number
	readonly #fresh = new Map<string, number>()
	#written: number

	constructor(database: DatabaseSync, now: () => number) {
		this.#database = database
		this.#now = now
		this.#written = now()
	}

	mark(id: string): void {
		this.#fresh.set(id, this.#now())
	}

	at(id: string): number | undefined {
		const row = this.#database.prepare('select at from used where id = ?').get(id)
		const written = row && numberIn(row, 'at')
		const fresh = this.#fresh.get(id)
		return fresh === undefined || written === undefined ? (fresh ?? written) : Math.max(fresh, written)
	}

	all(): ReadonlyMap<string, number> {
		const rows = this.#database.prepare('select id, at from used').all()
		const all = new Map(rows.map((row) => [textIn(row, 'id'), numberIn(row, 'at')]))
		for (const [id, at] of this.#fresh) all.set(id, Math.max(at, all.get(id) ?? 0))
		return all
	}

	/** What is to be written now. */
	due(): Marks {
		return this.#now() - this.#written >= WRITE_MS ? this.unwritten() : new Map()
	}

	unwritten(): Marks {
		return new Map(this.#fresh)
	}

	write(marks: Marks): void {
		const put = this.#database.prepare('insert into used (id, at) values (?, ?) on conflict (id) do update set at = max(at, excluded.at)')
		for (const [id, at] of marks) put.run(id, at)
	}

	/** They are stored now. */
	written(marks: Marks): void {
		this.#written = this.#now()
		for (const [id, at] of marks) if (this.#fresh.get(id) === at) this.#fresh.delete(id)
	}
}
