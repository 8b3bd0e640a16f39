import { setImmediate } from 'node:timers/promises'

import { seq as toSeq } from '@lagebild/model/ids.ts'
import { readOperation } from '@lagebild/model/operation-history.ts'

import { canonicalText } from './canonical.ts'
import { beginWalk, noteDeclaration, step } from './chain-walk.ts'
import type { RawEntry, Walk } from './chain-walk.ts'
import { readCheckpoint, signatureHolds } from './checkpoint.ts'
import type { Checkpoint, LostRange, Verdict } from './port.ts'
import { firstUncovered } from './ranges.ts'

/** What is kept beside the entries and follows from them. */
export type Beside = {
	readonly operation: string | undefined
	/** Newest version of each grant, as `grantText` puts it; undefined where the format knows none. */
	readonly grants: ReadonlyMap<string, string> | undefined
	/** Where the head is kept beside the entries. */
	readonly head?: { readonly epoch: string; readonly seq: number; readonly hash: string; readonly recorded: number }
}

/** A stored entry and the text of the checkpoint that lies at it. */
export type RawRow = { readonly entry: RawEntry; readonly checkpoint?: string }

/** What a journal is read from to be checked. Each call sees what is committed; between two of them others may write. */
export type VerifySource = {
	readonly beside: () => Promise<Beside>
	/** The next entries after this one; empty at the end. */
	readonly page: (after: number) => Promise<readonly RawRow[]>
	readonly newest: () => Promise<number>
	/** An entry that is not there and that a checkpoint or a number of the diary speaks of. */
	readonly lost: () => Promise<Finding | undefined>
	/** The tables are declared as they were founded. */
	readonly holds: () => Promise<boolean>
}

export type WalkOptions = {
	/** Checkpoints that somebody else kept. */
	readonly witness?: readonly Checkpoint[]
	/** Keys (SPKI, base64) that may have signed; absent: whichever key a checkpoint names. */
	readonly publicKeys?: readonly string[]
	/** Called after each page with the newest entry checked and the newest there is. */
	readonly onProgress?: (seq: number, head: number) => void
}

export type Finding = { readonly seq: number; readonly reason: string }
type Seen = { readonly hash: string; readonly epoch: string }
type Pass = {
	readonly walk: Walk
	readonly options: WalkOptions
	/** Entries that the witness speaks of, filled as they are met. */
	readonly seen: Map<number, Seen | undefined>
	signed: number
	/** Every entry that says what was erased has been read. */
	declarationsRead: boolean
}

/** Where a journal is read from. `open` throws when it cannot be. */
export type VerifyPlace = { readonly what: 'file' | 'database'; readonly open: () => Promise<VerifySource> }

/**
 * Checks a journal from the first entry to the last, reading only, also while hubs write it. Names the first entry that is wrong (J15). */
export async function verifyFrom(options: WalkOptions, place: VerifyPlace): Promise<Verdict> {
	const witness = options.witness ?? []
	const seen = new Map(witness.map(({ seq }) => [seq, undefined] as const))
	const pass: Pass = { walk: beginWalk(), options, seen, signed: 0, declarationsRead: false }
	const finding = await passThrough(pass, place)
	const first = earliest([finding, undeclared(pass), ...witness.map((checkpoint) => contradiction(pass, checkpoint, finding))])
	if (first) return { ok: false, seq: toSeq(first.seq), reason: first.reason }
	const confirmed = witness.filter(({ seq, epoch }) => pass.seen.get(seq)?.epoch === epoch)
	const witnessed = confirmed.reduce((newest, { seq }) => Math.max(newest, seq), 0)
	const { seq, erased, epoch } = pass.walk
	return {
		ok: true,
		entries: seq,
		erased,
		witnessed: toSeq(witnessed),
		signed: toSeq(pass.signed),
		epoch,
		lost: lostIn(pass.walk, witness),
	}
}

/** J14: of each earlier epoch what its newest witness saw beyond the entry with which the next one began. */
function lostIn({ ended }: Walk, witness: readonly Checkpoint[]): readonly LostRange[] {
	return [...ended].flatMap(([epoch, survived]) => {
		const newest = witness.reduce((most, checkpoint) => (checkpoint.epoch === epoch ? Math.max(most, checkpoint.seq) : most), 0)
		return newest > survived ? [{ epoch, from: toSeq(survived + 1), to: toSeq(newest) }] : []
	})
}

function earliest(findings: readonly (Finding | undefined)[]): Finding | undefined {
	return findings.filter((finding) => finding !== undefined).toSorted((a, b) => a.seq - b.seq)[0]
}

async function passThrough(pass: Pass, { what, open }: VerifyPlace): Promise<Finding | undefined> {
	try {
		const source = await open()
		return (
			(await walkThrough(source, pass)) ??
			((await source.holds()) ? undefined : { seq: 1, reason: `the tables of the ${what} were changed` })
		)
	} catch (error) {
		if (error instanceof NoJournal) return { seq: 1, reason: error.message }
		return { seq: pass.walk.seq + 1, reason: `the ${what} cannot be read: ${error instanceof Error ? error.message : String(error)}` }
	}
}

/** There is nothing to check. */
export class NoJournal extends Error {}

/** What lies beside is read before the page that turns out empty: nothing that came later is in it and not in the walk. */
async function walkThrough(source: VerifySource, pass: Pass): Promise<Finding | undefined> {
	let rows: readonly RawRow[]
	let beside: Beside
	do {
		beside = await source.beside()
		rows = await source.page(pass.walk.seq)
		for (const row of rows) {
			const finding = checkRow(pass, row)
			if (finding) return await readOn(pass, finding, source)
		}
		pass.options.onProgress?.(pass.walk.seq, await source.newest())
		await setImmediate()
	} while (rows.length > 0)
	pass.declarationsRead = true
	if (pass.walk.seq === 0) return { seq: 1, reason: 'the journal has no entry' }
	return (
		(await source.lost()) ??
		otherOperation(pass.walk, beside.operation) ??
		otherGrants(pass.walk, beside.grants) ??
		otherHead(pass.walk, beside)
	)
}

/** J21. */
function otherGrants({ seq, grants }: Walk, stored: ReadonlyMap<string, string> | undefined): Finding | undefined {
	if (!stored || (stored.size === grants.size && stored.entries().every(([credential, held]) => grants.get(credential) === held)))
		return undefined
	return { seq, reason: 'the stored versions of grants differ from what the entries say' }
}

/** The next entry would go on from it. */
function otherHead({ seq, hash, epoch, recorded }: Walk, { head }: Beside): Finding | undefined {
	const expected = { epoch, seq, hash: Buffer.from(hash).toString('hex'), recorded }
	if (!head || canonicalText(head) === canonicalText(expected)) return undefined
	return { seq, reason: 'the stored head differs from the newest entry' }
}

/**
 * After the first wrong entry only what it and later ones say about erasures matters: a body missing before it may be rightly so. When one
 * that may have said so is damaged, nothing can be said about missing bodies.
 */
async function readOn(pass: Pass, finding: Finding, source: VerifySource): Promise<Finding> {
	if (pass.walk.missing.length === 0) return finding
	let rows = await source.page(finding.seq - 1)
	while (rows.length > 0) {
		for (const { entry } of rows) if (!noteDeclaration(pass.walk, entry)) return finding
		await setImmediate()
		rows = await source.page(rows.at(-1)?.entry.seq ?? 0)
	}
	pass.declarationsRead = true
	return finding
}

function checkRow(pass: Pass, { entry, checkpoint }: RawRow): Finding | undefined {
	const expected = pass.walk.seq + 1
	const reason = step(pass.walk, entry)
	if (reason !== undefined) return { seq: expected, reason }
	const hash = Buffer.from(pass.walk.hash).toString('hex')
	if (pass.seen.has(expected)) pass.seen.set(expected, { hash, epoch: pass.walk.epoch })
	return checkpoint === undefined ? undefined : checkStored(pass, readCheckpoint(JSON.parse(checkpoint)))
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

/** J17: the stored metadata are what the entries make of them. */
function otherOperation({ seq, operation }: Walk, stored: string | undefined): Finding | undefined {
	const found = readOperation(JSON.parse(stored ?? 'null'))
	const expected = operation && readOperation(operation)
	if (found && expected && canonicalText(found) === canonicalText(expected)) return undefined
	return { seq, reason: 'the stored metadata of the operation differ from what its entries say' }
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
