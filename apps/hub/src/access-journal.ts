import type { Journal, StoredSnapshot } from '@lagebild/journal/port.ts'
import { ACCESS_OPERATION } from '@lagebild/model/access/access-operation.ts'
import { directoryAfter, EMPTY_DIRECTORY } from '@lagebild/model/access/directory.ts'
import type { Directory } from '@lagebild/model/access/directory.ts'
import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import * as z from 'zod'

/** How far a directory was folded. */
export type FoldedDirectory = { readonly seq: number; readonly hash: string; readonly directory: Directory }

const PAGE = 1_000

/** Entries that make the directory. The others, of which there may be millions, are not even read. */
const MAKING: ReadonlySet<unknown> = new Set(['account', 'key', 'device', 'invitation', 'label-default'])

const Snapshot = z.strictObject({ format: z.literal(1), details: z.array(AccessDetail) })

/** The directory from its newest snapshot and what was written after it. */
export async function readDirectory(journal: Journal): Promise<FoldedDirectory> {
	return readOn(journal, await fromSnapshot(journal))
}

/** What was written since, also by other hubs. */
export async function readOn(journal: Journal, since: FoldedDirectory): Promise<FoldedDirectory> {
	let folded = since
	for (;;) {
		const entries = await journal.read(seq(folded.seq + 1), PAGE)
		if (entries.length === 0) return folded
		folded = entries.reduce(withEntry, folded)
	}
}

async function fromSnapshot(journal: Journal): Promise<FoldedDirectory> {
	const stored = await journal.latestSnapshot()
	const read = stored && Snapshot.safeParse(jsonIn(stored))
	if (!stored || !read?.success) return { seq: 0, hash: '', directory: EMPTY_DIRECTORY }
	return { seq: stored.seq, hash: stored.hash, directory: read.data.details.reduce(directoryAfter, EMPTY_DIRECTORY) }
}

function jsonIn({ body }: StoredSnapshot): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(body))
	} catch {
		return undefined
	}
}

/** @throws when a newer version wrote something that may decide who may do what. */
function withEntry(before: FoldedDirectory, entry: Entry): FoldedDirectory {
	const place = { seq: entry.seq, hash: entry.hash }
	const { body } = entry
	if (body.type !== 'event') return { ...before, ...place }
	if (body.event.kind !== 'system') throw new Error(`"${ACCESS_OPERATION}" is reserved, and a situation of this name exists`)
	const { op, details } = body.event
	if (op !== 'access' || !MAKING.has(details?.['what'])) return { ...before, ...place }
	const detail = AccessDetail.safeParse(details)
	if (!detail.success) throw new Error(`a newer version wrote entry ${entry.seq} of the access journal: update the hub`)
	return { ...place, directory: directoryAfter(before.directory, detail.data) }
}

/** Who signed in and out since then, oldest first, read from the end. */
export async function readSignIns(journal: Journal, since: number): Promise<readonly AccessDetail[]> {
	const pages: (readonly AccessDetail[])[] = []
	for (let last = Number((await journal.head()).seq); last > 0; last -= PAGE) {
		const first = Math.max(1, last - PAGE + 1)
		const entries = await journal.read(seq(first), last - first + 1)
		pages.push(entries.flatMap(signInIn))
		if (entries[0] && entries[0].recorded < since) break
	}
	return pages.toReversed().flat()
}

function signInIn({ body }: Entry): readonly AccessDetail[] {
	const details = body.type === 'event' && body.event.kind === 'system' && body.event.op === 'access' ? body.event.details : undefined
	if (details?.['what'] !== 'signed-in' && details?.['what'] !== 'signed-out') return []
	const detail = AccessDetail.safeParse(details)
	return detail.success ? [detail.data] : []
}

/** A cache that makes the next start quick. */
export function snapshotOf({ seq: at, hash, directory }: FoldedDirectory): StoredSnapshot {
	const { accounts, keys, devices, invitations, labelDefaults } = directory
	const labels = labelDefaults.map((one) => ({ what: 'label-default' as const, ...one }))
	const details = [...accounts.values(), ...keys.values(), ...devices.values(), ...invitations.values(), ...labels]
	return { seq: seq(at), hash, body: new TextEncoder().encode(JSON.stringify({ format: 1, details })) }
}
