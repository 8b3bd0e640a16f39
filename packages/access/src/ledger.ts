import type { DatabaseSync } from 'node:sqlite'

import { directoryAfter, EMPTY_DIRECTORY } from '@lagebild/model/access/directory.ts'
import type { Directory } from '@lagebild/model/access/directory.ts'
import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { AccessWhat, DetailOf } from '@lagebild/model/access/event.ts'

import { inTransaction } from './database.ts'
import type { By, PendingEntry } from './port.ts'
import { insertEntry, numberIn, putState, textIn } from './rows.ts'
import type { Row } from './rows.ts'

/** Says something within a transaction: the entry, and what follows from it for the directory. */
export type Say = (detail: AccessDetail, by: By) => void

/** Epoch ms. */
export type Times = { readonly created: number; readonly changed: number }

/**
 * The directory and the entries that make it, written together. Other processes write the same file: before every read `data_version` says
 * whether one did, and what it changed is read by its revision.
 */
export class Ledger {
	readonly database: DatabaseSync
	readonly now: () => number
	readonly #changeListeners = new Set<(credential: string) => void>()
	readonly #pendingListeners = new Set<(mine: boolean) => void>()
	readonly #sql: ReturnType<typeof statements>
	/** Looks once in each turn of the event loop. */
	readonly #byTurn: boolean
	#lookedInTurn = false
	#directory: Directory = EMPTY_DIRECTORY
	#version = -1
	/** Newest revision of the directory, and newest entry, that this process knows. */
	#rev = 0
	#seen = 0
	#rehearsing = false
	#state = 0

	/** @param byTurn what another process writes is noticed from the next turn of the event loop on: for one that is asked a thousand times in each */
	constructor(database: DatabaseSync, now: () => number, byTurn = false) {
		this.database = database
		this.now = now
		this.#byTurn = byTurn
		this.#sql = statements(database)
		this.#version = this.#dataVersion()
		this.#load()
		this.#seen = Number(this.#sql.last.get()?.['seq'] ?? 0)
	}

	/** As of now, whoever wrote last. */
	directory(): Directory {
		this.#refresh()
		return this.#directory
	}

	/** Another number whenever anything in the tables may be another than before; within a transaction never the same. */
	state(): number {
		this.#refresh()
		return this.database.isTransaction ? NaN : this.#state
	}

	/** The same as this process knows it, without looking: within a transaction, as it was before. */
	known(): Directory {
		return this.#directory
	}

	/** When each of a sort was made, and changed last. */
	times(what: AccessWhat): ReadonlyMap<string, Times> {
		const rows = this.#sql.times.all(what)
		return new Map(rows.map((row) => [textIn(row, 'id'), { created: numberIn(row, 'created'), changed: numberIn(row, 'changed') }]))
	}

	timesOf(what: AccessWhat, id: string): Times | undefined {
		const row = this.#sql.timesOf.get(what, id)
		return row && { created: numberIn(row, 'created'), changed: numberIn(row, 'changed') }
	}

	/** One transaction; what it says is durable and told when this returns, or nothing of it is. */
	transact<T>(work: (say: Say) => T): T {
		const foreign: string[] = []
		const own: { readonly detail: AccessDetail; readonly rev: number }[] = []
		const result = inTransaction(this.database, () => {
			foreign.push(...this.#sync())
			return work((said, by) => {
				const detail = AccessDetail.parse(said)
				const rev = insertEntry(this.database, { detail, by, at: this.now() })
				putState(this.database, { detail, rev, at: this.now() })
				own.push({ detail, rev })
			})
		})
		this.#state++
		for (const { detail, rev } of own) this.#take(detail, rev)
		if (this.#rehearsing) return result
		if (foreign.length > 0) this.#tell(foreign, undefined)
		this.#tell(
			own.flatMap(({ detail }) => credentialIn(detail) ?? []),
			own.length > 0 ? { mine: true } : undefined,
		)
		return result
	}

	/** Whether what is written now is taken back before anybody sees it. */
	get rehearsing(): boolean {
		return this.#rehearsing
	}

	/** Runs it, notes what it changes, and takes it back. Nobody is told: that follows when the changes are replayed. */
	rehearse<T>(work: () => T): { readonly result: T; readonly changes: Uint8Array } {
		const { database } = this
		const [directory, rev, seen] = [this.#directory, this.#rev, this.#seen]
		database.exec('begin immediate')
		const session = database.createSession()
		this.#rehearsing = true
		try {
			const result = work()
			return { result, changes: session.changeset() }
		} finally {
			this.#rehearsing = false
			session.close()
			database.exec('rollback')
			;[this.#directory, this.#rev, this.#seen] = [directory, rev, seen]
		}
	}

	/** The tables are as one more write made them, here or at another hub. To be said of each: what one of them says the next may have moved on. */
	replayed(pending: { readonly mine: boolean }): void {
		this.#tell(this.#look(), pending)
	}

	/** Everything may be another. */
	reload(): void {
		this.#state++
		const before = credentialsIn(this.#directory)
		this.#directory = EMPTY_DIRECTORY
		this.#rev = 0
		this.#load()
		this.#seen = Number(this.#sql.last.get()?.['seq'] ?? 0)
		this.#tell([...before, ...credentialsIn(this.#directory)], { mine: false })
	}

	/** None that this process has not noticed: whoever takes it away must have told of it. */
	pending(limit: number): readonly PendingEntry[] {
		this.#refresh()
		return this.#sql.pending.all(this.#seen, limit).map(entryIn)
	}

	moved(entries: readonly { readonly n: number }[]): void {
		inTransaction(this.database, () => {
			for (const { n } of entries) this.#sql.remove.run(n)
		})
	}

	onChange(listener: (credential: string) => void): () => void {
		this.#changeListeners.add(listener)
		return () => void this.#changeListeners.delete(listener)
	}

	onPending(listener: (mine: boolean) => void): () => void {
		this.#pendingListeners.add(listener)
		return () => void this.#pendingListeners.delete(listener)
	}

	#refresh(): void {
		if (this.#lookedInTurn) return
		if (this.#byTurn) this.#untilNextTurn()
		const version = this.#dataVersion()
		if (version === this.#version) return
		const changed = this.#sync()
		this.#tell(changed, { mine: true })
	}

	#untilNextTurn(): void {
		this.#lookedInTurn = true
		setImmediate(() => {
			this.#lookedInTurn = false
		}).unref()
	}

	#dataVersion(): number {
		return Number(this.#sql.version.get()?.['data_version'])
	}

	/** @returns the credentials that other processes changed. */
	#sync(): readonly string[] {
		const version = this.#dataVersion()
		if (version === this.#version) return []
		this.#version = version
		return this.#look()
	}

	/** @returns the credentials that are other ones than this process knew. */
	#look(): readonly string[] {
		this.#state++
		const changed = this.#load()
		const entries = this.#sql.since.all(this.#seen).map(entryIn)
		this.#seen = entries.at(-1)?.n ?? this.#seen
		return [...new Set([...changed, ...entries.flatMap(({ detail }) => credentialIn(detail) ?? [])])]
	}

	#load(): readonly string[] {
		const rows = this.#sql.things.all(this.#rev)
		const details = rows.map(detailIn)
		this.#directory = this.#rev === 0 ? wholeDirectory(details) : details.reduce(directoryAfter, this.#directory)
		this.#rev = rows.reduce((newest, row) => Math.max(newest, numberIn(row, 'rev')), this.#rev)
		return details.flatMap((detail) => credentialIn(detail) ?? [])
	}

	#take(detail: AccessDetail, rev: number): void {
		this.#directory = directoryAfter(this.#directory, detail)
		this.#rev = rev
		this.#seen = rev
	}

	#tell(credentials: readonly string[], pending: { readonly mine: boolean } | undefined): void {
		for (const credential of new Set(credentials)) for (const listener of this.#changeListeners) listener(credential)
		if (pending) for (const listener of this.#pendingListeners) listener(pending.mine)
	}
}

function statements(database: DatabaseSync) {
	return {
		version: database.prepare('pragma data_version'),
		things: database.prepare('select what, id, detail, rev from things where rev > ? order by rev'),
		times: database.prepare('select id, created, changed from things where what = ?'),
		timesOf: database.prepare('select created, changed from things where what = ? and id = ?'),
		last: database.prepare("select seq from sqlite_sequence where name = 'entries'"),
		since: database.prepare('select n, id, at, said_by, detail from entries where n > ? order by n'),
		pending: database.prepare('select n, id, at, said_by, detail from entries where n <= ? order by n limit ?'),
		remove: database.prepare('delete from entries where n = ?'),
	}
}

function detailIn(row: Row): AccessDetail {
	return AccessDetail.parse(JSON.parse(textIn(row, 'detail')))
}

function entryIn(row: Row): PendingEntry {
	return { n: numberIn(row, 'n'), id: textIn(row, 'id'), at: numberIn(row, 'at'), by: textIn(row, 'said_by'), detail: detailIn(row) }
}

/** Whose grant or sessions an entry changes. */
function credentialIn(detail: AccessDetail): string | undefined {
	switch (detail.what) {
		case 'account':
			return `person-${detail.account}`
		case 'key':
			return `key-${detail.key}`
		case 'device':
			return `device-${detail.device}`
		case 'signed-out':
		case 'corrected':
			return detail.credential
		default:
			return undefined
	}
}

function credentialsIn({ accounts, keys, devices }: Directory): readonly string[] {
	return [...accounts.values(), ...keys.values(), ...devices.values()].flatMap((detail) => credentialIn(detail) ?? [])
}

/** As `directoryAfter` would make it one by one, without copying each map as often. */
function wholeDirectory(details: readonly AccessDetail[]): Directory {
	const of = <W extends AccessWhat>(what: W): readonly DetailOf<W>[] =>
		details.filter((detail): detail is DetailOf<W> => detail.what === what)
	return {
		...of('label-default').reduce(directoryAfter, EMPTY_DIRECTORY),
		accounts: new Map(of('account').map((one) => [one.account, one])),
		keys: new Map(of('key').map((one) => [one.key, one])),
		devices: new Map(of('device').map((one) => [one.device, one])),
		invitations: new Map(of('invitation').map((one) => [one.invitation, one])),
	}
}
