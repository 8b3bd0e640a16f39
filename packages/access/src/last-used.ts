import type { DatabaseSync } from 'node:sqlite'

import { numberIn, textIn } from './rows.ts'

/** At most one write a minute, however many requests there are. */
const WRITE_MS = 60_000

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
		const now = this.#now()
		this.#fresh.set(id, now)
		if (now - this.#written >= WRITE_MS) this.write()
	}

	at(id: string): number | undefined {
		const fresh = this.#fresh.get(id)
		if (fresh !== undefined) return fresh
		const row = this.#database.prepare('select at from used where id = ?').get(id)
		return row && numberIn(row, 'at')
	}

	all(): ReadonlyMap<string, number> {
		const rows = this.#database.prepare('select id, at from used').all()
		return new Map([...rows.map((row) => [textIn(row, 'id'), numberIn(row, 'at')] as const), ...this.#fresh])
	}

	/** Outside of a transaction. */
	write(): void {
		this.#written = this.#now()
		if (this.#fresh.size === 0) return
		const put = this.#database.prepare('insert into used (id, at) values (?, ?) on conflict (id) do update set at = max(at, excluded.at)')
		this.#database.exec('begin immediate')
		try {
			for (const [id, at] of this.#fresh) put.run(id, at)
			this.#database.exec('commit')
			this.#fresh.clear()
		} catch (error) {
			this.#database.exec('rollback')
			throw error
		}
	}
}
