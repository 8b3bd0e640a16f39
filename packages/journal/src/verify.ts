import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

import { seq as toSeq } from '@lagebild/model/ids.ts'
import { readOperation } from '@lagebild/model/operation-history.ts'

import { canonicalText } from './canonical.ts'
import { beginWalk, grantText, noteDeclaration, step } from './chain-walk.ts'
import type { RawEntry, Walk } from './chain-walk.ts'
import { readCheckpoint, signatureHolds } from './checkpoint.ts'
import type { Checkpoint, Verdict } from './port.ts'
import { firstUncovered } from './ranges.ts'
import { blob, integer, text } from './sqlite/columns.ts'
import type { SqlRow } from './sqlite/columns.ts'
import { BUSY_MS } from './sqlite/reader.ts'
import { formatOf, hasTables, readMeta, tablesHold } from './sqlite/schema.ts'

/** Entries read at once; between two pages no read transaction is open, so that a writing hub is not held up. */
const PAGE = 200

export type VerifyOptions = {
	readonly file: string
	/** Checkpoints that somebody else kept. */
	readonly witness?: readonly Checkpoint[]
	/** Keys (SPKI, base64) that may have signed; absent: whichever key a checkpoint names. */
	readonly publicKeys?: readonly string[]
	/** Called after each page with the newest entry checked and the newest there is. */
	readonly onProgress?: (seq: number, head: number) => void
}

type Finding = { readonly seq: number; readonly reason: string }
type Seen = { readonly hash: string; readonly epoch: string }
type Pass = {
	readonly walk: Walk
	readonly options: VerifyOptions
	/** Entries that the witness speaks of, filled as they are met. */
	readonly seen: Map<number, Seen | undefined>
	signed: number
	/** Every entry that says what was erased has been read. */
	declarationsRead: boolean
}

/**
 * Checks a journal file from the first entry to the last, reading only, also while a hub writes it. Names the first entry that is wrong (J15).
 * Never throws for what the file holds.
 */
export async function verifyJournal(options: VerifyOptions): Promise<Verdict> {
	const witness = options.witness ?? []
	const seen = new Map(witness.map(({ seq }) => [seq, undefined] as const))
	const pass: Pass = { walk: beginWalk(), options, seen, signed: 0, declarationsRead: false }
	const finding = await passThrough(pass)
	const first = earliest([finding, undeclared(pass), ...witness.map((checkpoint) => contradiction(pass, checkpoint, finding))])
	if (first) return { ok: false, seq: toSeq(first.seq), reason: first.reason }
	const confirmed = witness.filter(({ seq, epoch }) => pass.seen.get(seq)?.epoch === epoch)
	const witnessed = confirmed.reduce((newest, { seq }) => Math.max(newest, seq), 0)
	const { seq, erased, epoch } = pass.walk
	return { ok: true, entries: seq, erased, witnessed: toSeq(witnessed), signed: toSeq(pass.signed), epoch }
}

function earliest(findings: readonly (Finding | undefined)[]): Finding | undefined {
	return findings.filter((finding) => finding !== undefined).toSorted((a, b) => a.seq - b.seq)[0]
}

async function passThrough(pass: Pass): Promise<Finding | undefined> {
	let db: DatabaseSync | undefined
	try {
		db = openReadOnly(pass.options.file)
		if (!hasTables(db)) return { seq: 1, reason: 'the file holds no journal' }
		return (await walkThrough(db, pass)) ?? (tablesHold(db) ? undefined : { seq: 1, reason: 'the tables of the file were changed' })
	} catch (error) {
		return { seq: pass.walk.seq + 1, reason: `the file cannot be read: ${error instanceof Error ? error.message : String(error)}` }
	} finally {
		db?.close()
	}
}

/** A folder that cannot be written has no room for the files that readers of a live journal share; nobody writes there either. */
function openReadOnly(file: string): DatabaseSync {
	const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS })
	try {
		db.prepare('SELECT count(*) FROM sqlite_schema').get()
		return db
	} catch (error) {
		db.close()
		if (!isCannotOpen(error)) throw error
		const immutable = pathToFileURL(file)
		immutable.searchParams.set('immutable', '1')
		return new DatabaseSync(immutable, { readOnly: true })
	}
}

const SQLITE_READONLY = 8
const SQLITE_CANTOPEN = 14

function isCannotOpen(error: unknown): boolean {
	const code = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
	return code === SQLITE_CANTOPEN || code === SQLITE_READONLY
}

async function walkThrough(db: DatabaseSync, pass: Pass): Promise<Finding | undefined> {
	const page = db.prepare(pageOf(db))
	const newest = db.prepare('SELECT max(seq) AS seq FROM entries')
	let rows: readonly SqlRow[]
	let stored: Stored
	do {
		stored = { operation: readMeta(db, 'operation'), grants: grantsIn(db) }
		rows = page.all(pass.walk.seq, PAGE)
		for (const row of rows) {
			const finding = checkRow(pass, row)
			if (finding) return await readOn(pass, { finding, next: (seq) => page.all(seq, PAGE) })
		}
		pass.options.onProgress?.(pass.walk.seq, Number(newest.get()?.['seq'] ?? 0))
		await setImmediate()
	} while (rows.length > 0)
	pass.declarationsRead = true
	if (pass.walk.seq === 0) return { seq: 1, reason: 'the journal has no entry' }
	return beside(db, pass.walk, stored)
}

/** What is kept beside the entries and follows from them. */
function beside(db: DatabaseSync, walk: Walk, stored: Stored): Finding | undefined {
	return orphan(db) ?? otherOperation(walk, stored.operation) ?? otherGrants(walk, stored.grants) ?? lostNumber(db)
}

/** Kept beside the entries, and read before the page that turned out empty: nothing that came later is in it and not in the walk. */
type Stored = { readonly operation: string | undefined; readonly grants: ReadonlyMap<string, string> | undefined }

/** Before format 3 no entry spoke of grants. */
function grantsIn(db: DatabaseSync): ReadonlyMap<string, string> | undefined {
	if (formatOf(db) < 3) return undefined
	const rows = db.prepare('SELECT credential, version, ended FROM grants').all()
	return new Map(rows.map((row) => [text(row, 'credential'), grantText(integer(row, 'version'), integer(row, 'ended') === 1)]))
}

/** J21. */
function otherGrants({ seq, grants }: Walk, stored: ReadonlyMap<string, string> | undefined): Finding | undefined {
	if (!stored || (stored.size === grants.size && stored.entries().every(([credential, held]) => grants.get(credential) === held)))
		return undefined
	return { seq, reason: 'the stored versions of grants differ from what the entries say' }
}

/** Before format 2 there were no numbers. */
function pageOf(db: DatabaseSync): string {
	const [numbers, join] =
		formatOf(db) < 2 ? ['NULL AS book, NULL AS number', ''] : ['d.book, d.number', 'LEFT JOIN diary d ON d.seq = e.seq']
	return `SELECT e.seq, e.recorded, e.commitment, e.hash, b.salt, CAST(b.body AS BLOB) AS bytes, typeof(b.body) AS kind, c.checkpoint, ${numbers}
		FROM entries e LEFT JOIN bodies b ON b.seq = e.seq LEFT JOIN checkpoints c ON c.seq = e.seq ${join} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`
}

type ReadOn = { readonly finding: Finding; readonly next: (seq: number) => readonly SqlRow[] }

/**
 * After the first wrong entry only what it and later ones say about erasures matters: a body missing before it may be rightly so. When one
 * that may have said so is damaged, nothing can be said about missing bodies.
 */
async function readOn(pass: Pass, { finding, next }: ReadOn): Promise<Finding> {
	if (pass.walk.missing.length === 0) return finding
	let rows = next(finding.seq - 1)
	while (rows.length > 0) {
		for (const row of rows) if (!noteDeclaration(pass.walk, rawEntryOf(row))) return finding
		await setImmediate()
		rows = next(integer(rows.at(-1) ?? {}, 'seq'))
	}
	pass.declarationsRead = true
	return finding
}

function checkRow(pass: Pass, row: SqlRow): Finding | undefined {
	const expected = pass.walk.seq + 1
	const reason = step(pass.walk, rawEntryOf(row))
	if (reason !== undefined) return { seq: expected, reason }
	const hash = Buffer.from(pass.walk.hash).toString('hex')
	if (pass.seen.has(expected)) pass.seen.set(expected, { hash, epoch: pass.walk.epoch })
	return row['checkpoint'] === null ? undefined : checkStored(pass, readCheckpoint(JSON.parse(text(row, 'checkpoint'))))
}

function rawEntryOf(row: SqlRow): RawEntry {
	const entry = {
		seq: integer(row, 'seq'),
		recorded: integer(row, 'recorded'),
		commit: blob(row, 'commitment'),
		hash: blob(row, 'hash'),
		...(row['number'] !== null && { diary: { book: text(row, 'book'), number: integer(row, 'number') } }),
	}
	if (row['kind'] === 'null') return entry
	return { ...entry, body: { salt: blob(row, 'salt'), bytes: blob(row, 'bytes'), packed: row['kind'] !== 'text' } }
}

/** A checkpoint of the journal itself lies at the entry that it speaks of. */
function checkStored(pass: Pass, checkpoint: Checkpoint | undefined): Finding | undefined {
	const { seq, hash, epoch } = pass.walk
	if (!checkpoint || !isSigned(pass, checkpoint)) return { seq, reason: 'the signature of its checkpoint does not hold' }
	const agrees = checkpoint.seq === seq && checkpoint.hash === Buffer.from(hash).toString('hex') && checkpoint.epoch === epoch
	if (!agrees) return { seq, reason: 'its checkpoint was signed for another entry' }
	pass.signed = seq
	return undefined
}

function isSigned({ options }: Pass, checkpoint: Checkpoint): boolean {
	return (options.publicKeys?.includes(checkpoint.publicKey) ?? true) && signatureHolds(checkpoint)
}

/** A checkpoint of an entry that is not there: the end of the journal was cut off. */
function orphan(db: DatabaseSync): Finding | undefined {
	const row = db
		.prepare('SELECT c.seq FROM checkpoints c LEFT JOIN entries e ON e.seq = c.seq WHERE e.seq IS NULL ORDER BY c.seq LIMIT 1')
		.get()
	return row ? { seq: integer(row, 'seq'), reason: 'the entry is missing: a signed checkpoint speaks of it' } : undefined
}

/** J17: the stored metadata are what the entries make of them. */
function otherOperation({ seq, operation }: Walk, stored: string | undefined): Finding | undefined {
	const found = readOperation(JSON.parse(stored ?? 'null'))
	const expected = operation && readOperation(operation)
	if (found && expected && canonicalText(found) === canonicalText(expected)) return undefined
	return { seq, reason: 'the stored metadata of the operation differ from what its entries say' }
}

/** J18: a number of an entry that is not there. */
function lostNumber(db: DatabaseSync): Finding | undefined {
	if (formatOf(db) < 2) return undefined
	const row = db.prepare('SELECT d.seq FROM diary d LEFT JOIN entries e ON e.seq = d.seq WHERE e.seq IS NULL ORDER BY d.seq LIMIT 1').get()
	return row ? { seq: integer(row, 'seq'), reason: 'the entry is missing: the diary numbers it' } : undefined
}

function undeclared({ walk, declarationsRead }: Pass): Finding | undefined {
	const seq = declarationsRead ? firstUncovered(walk.missing, walk.declared) : undefined
	return seq === undefined ? undefined : { seq, reason: 'the body is missing and no entry says that it was erased' }
}

/** J14. What was lost with the end of an earlier epoch is declared by the entry that began the next. */
function contradiction(pass: Pass, checkpoint: Checkpoint, stopped: Finding | undefined): Finding | undefined {
	const { seq, epoch, hash } = checkpoint
	if (!isSigned(pass, checkpoint)) return { seq, reason: 'the signature of the witness does not hold' }
	if (stopped && seq > pass.walk.seq) return undefined
	const survived = pass.walk.ended.get(epoch)
	if (survived !== undefined && survived < seq) return undefined
	const found = pass.seen.get(seq)
	if (!found) return { seq, reason: 'the entry is missing: a witness speaks of it' }
	return found.hash === hash && found.epoch === epoch ? undefined : { seq, reason: 'the entry is not the one that the witness saw' }
}
