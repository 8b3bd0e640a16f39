import type { AccessDetail } from '@lagebild/model/access/event.ts'

import { Counted } from './counted.ts'
import { inTransaction, tidy } from './database.ts'
import type { LastUsed, Marks } from './last-used.ts'
import type { Ledger } from './ledger.ts'
import type { By } from './port.ts'
import type { Writer } from './writing.ts'

type Parts = { readonly ledger: Ledger; readonly used: LastUsed; readonly writer: Writer }

/** What nobody waits for: entries that change nothing, and when something was last used. Where writing takes its time they are written behind. */
export class Background {
	readonly #ledger: Ledger
	readonly #used: LastUsed
	readonly #writer: Writer
	readonly #counted = new Counted()
	/** Not written yet, oldest first. */
	readonly #waiting: (readonly [AccessDetail, By])[] = []
	#running: Promise<void> | undefined

	constructor({ ledger, used, writer }: Parts) {
		this.#ledger = ledger
		this.#used = used
		this.#writer = writer
	}

	record(detail: AccessDetail, by: By): void {
		if (this.#counted.take(detail, by, this.#ledger.now())) return
		if (!this.#writer.shared || this.#ledger.rehearsing) this.#ledger.transact((say) => say(detail, by))
		else {
			this.#waiting.push([detail, by])
			this.#begin(new Map())
		}
	}

	poll(): void {
		this.#ledger.directory()
		this.#waiting.push(...this.#counted.due(this.#ledger.now()))
		this.#begin(this.#used.due())
	}

	async flush(): Promise<void> {
		await this.#running
		this.flushNow()
		await this.#running
	}

	/** Where writing is at once. */
	flushNow(): void {
		this.#waiting.push(...this.#counted.all())
		this.#begin(this.#used.unwritten())
	}

	/** What fails is tried again with the next. */
	#begin(marks: Marks): void {
		if (this.#running || (this.#waiting.length === 0 && marks.size === 0)) return
		const entries = [...this.#waiting]
		if (!this.#writer.shared) {
			this.#write(entries, marks)
			this.#written(entries, marks)
			return
		}
		this.#running = this.#writer
			.write(() => this.#write(entries, marks))
			.then(
				() => this.#written(entries, marks),
				() => undefined,
			)
			.finally(() => {
				this.#running = undefined
			})
	}

	#write(entries: readonly (readonly [AccessDetail, By])[], marks: Marks): void {
		const { database, now } = this.#ledger
		if (entries.length > 0) this.#ledger.transact((say) => entries.forEach(([detail, by]) => say(detail, by)))
		if (marks.size === 0) return
		inTransaction(database, () => {
			this.#used.write(marks)
			tidy(database, now())
		})
	}

	#written(entries: readonly unknown[], marks: Marks): void {
		this.#waiting.splice(0, entries.length)
		if (marks.size > 0) this.#used.written(marks)
	}
}
