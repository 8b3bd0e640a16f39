import type { DatabaseSync } from 'node:sqlite'

import type { Ledger } from '../ledger.ts'
import { AccessAway } from '../writing.ts'
import type { Writer } from '../writing.ts'
import { baseOf, loadBase } from './base.ts'
import { after, isSame, Outdated } from './origin.ts'
import type { Change, Origin, Place } from './origin.ts'

/** How soon what other hubs wrote is noticed where no bus tells of it. */
const POLL_MS = 250
/** A base is made so often: a hub that starts replays at most as many changes. */
const BASE_EVERY = 500

export type Told = {
	/** The database answers no more, or again. */
	readonly onAway: (away: boolean, reason: string) => void
	/** The tables were made anew from the database: it is not what they came from. */
	readonly onRebuilt: (before: Place, now: Place) => void
	/** This hub cannot go on. */
	readonly onFatal: (error: Error) => void
}

class Diverged extends Error {}

/**
 * The tables of one hub, in its memory: what the changes of all hubs make them, in their order. A write is tried on them, taken back, offered to
 * the database, and made like everybody else's when that holds it; so a read never sees what may not come to be.
 */
export class Replica implements Writer {
	readonly shared = true
	readonly #ledger: Ledger
	readonly #origin: Origin
	readonly #told: Told
	readonly #listeners = new Set<() => void>()
	readonly #timer: NodeJS.Timeout
	#place: Place
	/** A look that was begun, and one that begins after it. */
	#following: Promise<void> | undefined
	#next: Promise<void> | undefined
	/** The change of this hub that is on its way. */
	#mine: Place | undefined
	#away = false
	#ended = false

	constructor({ ledger, origin, place, told }: { ledger: Ledger; origin: Origin; place: Place; told: Told }) {
		this.#ledger = ledger
		this.#origin = origin
		this.#place = place
		this.#told = told
		this.#timer = setInterval(() => void this.#quietly(this.#catchUp()), POLL_MS).unref()
	}

	readonly write = async <T>(work: () => T): Promise<T> => {
		if (this.#ledger.rehearsing) throw new Error('a write of access within another')
		try {
			const { result, next } = await this.#origin.turn(async (head, since) => {
				const from = this.#place
				if (!isSame(head, from)) await this.#advance(await since(from), { from, head })
				if (this.#ended || !isSame(head, this.#place)) throw new AccessAway('the tables of access are being made anew')
				return this.#rehearsed(work)
			})
			this.#seen()
			if (next) await this.#made(next)
			return result
		} catch (error) {
			throw this.#noted(error)
		}
	}

	readonly attempt = async <T>(work: () => T): Promise<T> => {
		await this.#upToNow()
		const { result, changes } = this.#open(() => this.#ledger.rehearse(work))
		return changes.length === 0 ? result : this.write(work)
	}

	readonly writeAfter = async <R, T>(read: () => Promise<R>, work: (read: R) => T): Promise<T> => {
		for (;;) {
			await this.#upToNow()
			const place = this.#place
			const said = await read()
			const done = await this.write(() => (isSame(place, this.#place) ? { value: work(said) } : undefined))
			if (done) return done.value
		}
	}

	/** While the database is away nobody waits for it twice. */
	readonly follow = (): Promise<void> => (this.#away ? Promise.resolve() : this.#quietly(this.#upToNow()))

	readonly onWritten = (listener: () => void): (() => void) => {
		this.#listeners.add(listener)
		return () => void this.#listeners.delete(listener)
	}

	readonly end = async (): Promise<void> => {
		this.#ended = true
		clearInterval(this.#timer)
		await this.#following?.catch(() => undefined)
		await this.#origin.end()
	}

	#rehearsed<T>(work: () => T): { readonly result: T; readonly next?: Change } {
		const { result, changes } = this.#open(() => this.#ledger.rehearse(work))
		if (result instanceof Promise) throw new Error('a write of access takes its time: what it changes afterwards would be lost')
		if (changes.length === 0) return { result }
		const next = after(this.#place, changes)
		this.#mine = next
		return { result, next }
	}

	async #made(next: Change): Promise<void> {
		try {
			this.#take([next])
		} catch (error) {
			if (!(error instanceof Diverged)) throw error
			await this.#rebuild()
		}
		for (const listener of this.#listeners) listener()
		if (next.n % BASE_EVERY === 0) void this.#rebase()
	}

	/** Failing, the next one does it. */
	async #rebase(): Promise<void> {
		const base = { ...this.#place, file: this.#open(() => baseOf(this.#ledger.database)) }
		await this.#origin.rebase(base).catch(() => undefined)
	}

	async #quietly(look: Promise<void>): Promise<void> {
		await look.catch((error: unknown) => {
			if (!(error instanceof AccessAway)) this.#told.onFatal(error instanceof Error ? error : new Error(String(error)))
		})
	}

	/** What was written before this was called; a look that was begun earlier may have missed it. */
	#upToNow(): Promise<void> {
		const before = this.#following?.catch(() => undefined)
		if (!before) return this.#catchUp()
		this.#next ??= before.then(() => {
			this.#next = undefined
			return this.#catchUp()
		})
		return this.#next
	}

	#catchUp(): Promise<void> {
		if (this.#ended) return Promise.resolve()
		this.#following ??= this.#followOnce().finally(() => {
			this.#following = undefined
		})
		return this.#following
	}

	async #followOnce(): Promise<void> {
		try {
			const from = this.#place
			const head = await this.#origin.head()
			if (!isSame(head, this.#place)) await this.#advance(await this.#origin.since(from), { from, head })
			this.#seen()
		} catch (error) {
			throw this.#noted(error)
		}
	}

	/** What does not follow from here means that this is not what the database holds: a standby took over without its last changes. */
	async #advance(changes: readonly Change[], { from, head }: { readonly from: Place; readonly head: Place }): Promise<void> {
		try {
			if (head.n < from.n) throw new Diverged()
			this.#take(changes)
			if (this.#place.n < head.n || (this.#place.n === head.n && !isSame(this.#place, head))) throw new Diverged()
		} catch (error) {
			if (!(error instanceof Diverged)) throw error
			await this.#rebuild()
		}
	}

	#take(changes: readonly Change[]): void {
		if (this.#ended) return
		for (const change of changes) {
			if (change.n <= this.#place.n) continue
			if (!isSame(after(this.#place, change.changes), change)) throw new Diverged()
			const mine = this.#mine !== undefined && isSame(this.#mine, change)
			const { n, chain } = change
			if (!this.#open(() => this.#ledger.database.applyChangeset(change.changes))) throw new Diverged()
			this.#place = { n, chain }
			this.#ledger.replayed({ mine })
		}
	}

	async #rebuild(): Promise<void> {
		const { base, changes } = await this.#origin.whole()
		if (this.#ended) return
		const before = this.#place
		this.#place = this.#open(() => rebuilt(this.#ledger.database, base, changes))
		this.#told.onRebuilt(before, this.#place)
		this.#ledger.reload()
	}

	/** Nothing is written here but by changes that the database holds. */
	#open<T>(work: () => T): T {
		const { database } = this.#ledger
		database.exec('pragma query_only = off')
		try {
			return work()
		} finally {
			database.exec('pragma query_only = on')
		}
	}

	#seen(): void {
		if (this.#away) this.#told.onAway(false, '')
		this.#away = false
	}

	#noted(error: unknown): unknown {
		if (error instanceof Outdated) this.#told.onFatal(error)
		if (!(error instanceof AccessAway) || this.#away) return error
		this.#away = true
		this.#told.onAway(true, error.message)
		return error
	}
}

/** Makes the tables what the database holds. @returns how far that is. */
export function rebuilt(database: DatabaseSync, base: Place & { readonly file: Uint8Array }, changes: readonly Change[]): Place {
	loadBase(database, base.file)
	let place: Place = base
	for (const change of changes) {
		const next = after(place, change.changes)
		if (!isSame(next, change) || !database.applyChangeset(change.changes))
			throw new Error(`change ${change.n} of the access tables in the database does not follow from the one before it`)
		place = next
	}
	return { n: place.n, chain: place.chain }
}
