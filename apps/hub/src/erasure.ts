import type { Journal } from '@lagebild/journal/port.ts'
import { rangesOf } from '@lagebild/journal/ranges.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { MAX_ERASED } from '@lagebild/model/erasure.ts'
import type { ErasureReport, ErasureWish } from '@lagebild/model/erasure.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { indexOf, measuredAt } from '@lagebild/picture/read.ts'

import { digestsIn } from './attachments/referred.ts'
import { mayReadEntity, mayReadEntry } from './io/http/readable.ts'
import type { ReaderNow } from './io/http/readable.ts'
import type { RunningOperation } from './running.ts'

/** Entries read at a time. */
const PAGE = 500

type Found = { readonly entries: readonly Entry[]; readonly mentions: readonly Entry[] }
export type ErasurePlan = {
	readonly seqs: readonly Seq[]
	readonly report: ErasureReport
	/** Digests that the entries name. */ readonly photos: readonly string[]
}

/** What a wish means, entry by entry: nothing is erased that whoever asks may not read, and nothing that the journal says about itself. */
export async function planErasure(running: RunningOperation, reader: ReaderNow, wish: ErasureWish): Promise<Result<ErasurePlan>> {
	const found = wish.entity === undefined ? await bySeqs(running.journal, wish.seqs ?? []) : await aboutEntity(running, reader, wish)
	if (!found.ok) return found
	const entries = wish.mentions ? [...found.value.entries, ...found.value.mentions] : found.value.entries
	const there = entries.filter(({ body }) => body.type !== 'erased')
	const own = there.find(isSystem)
	if (own) return fail(fault('bad-message', `entry ${own.seq} is the journal's own and stays`, 'seqs'))
	if (there.length > MAX_ERASED) return fail(fault('too-many-items', `at most ${MAX_ERASED} entries at once; this is ${there.length}`))
	const open = there.filter((entry) => mayReadEntry(reader, running.picture, entry))
	const hidden = there.length - open.length
	const photos = [...new Set(open.flatMap(photosIn))]
	return ok({
		seqs: open.map((entry) => entry.seq),
		report: reportOf(running, wish, {
			there: open,
			hidden,
			found: found.value,
			gone: entries.length - there.length,
			photos: photos.length,
		}),
		photos,
	})
}

async function bySeqs(journal: Journal, seqs: readonly Seq[]): Promise<Result<Found>> {
	const wanted = [...new Set(seqs)].toSorted((a, b) => a - b)
	const entries: Entry[] = []
	for (const [from, to] of rangesOf(wanted)) {
		for (let next = from; next <= to; next += PAGE) entries.push(...(await journal.read(seq(next), Math.min(PAGE, to - next + 1))))
	}
	const [missing] = entries.length < wanted.length ? wanted.slice(entries.length) : []
	return missing === undefined ? ok({ entries, mentions: [] }) : fail(fault('bad-message', `there is no entry ${missing} or later`, 'seqs'))
}

/** An entity that does not exist and one that may not be seen are answered alike. */
async function aboutEntity({ journal, picture }: RunningOperation, reader: ReaderNow, { entity }: ErasureWish): Promise<Result<Found>> {
	if (entity === undefined || !mayReadEntity(reader, picture, entity)) return fail(fault('unknown-entity', undefined, 'entity'))
	const all: Entry[] = []
	for (let before: Seq | undefined; all.length <= 2 * MAX_ERASED;) {
		const page = await journal.readEntity(entity, { limit: PAGE, statements: true, ...(before !== undefined && { before }) })
		all.push(...page)
		before = page.at(-1)?.seq
		if (page.length < PAGE || before === undefined) break
	}
	const entries = all.filter((entry) => statementIn(entry)?.entity === entity).toReversed()
	const mentions = all.filter((entry) => statementIn(entry) && !entries.includes(entry)).toReversed()
	return ok({ entries, mentions })
}

function statementIn({ body }: Entry): StatementEvent | undefined {
	return body.type === 'event' && isStatement(body.event) ? body.event : undefined
}

function photosIn(entry: Entry): readonly string[] {
	const event = statementIn(entry)
	return event && 'payload' in event ? digestsIn(event.payload ?? {}) : []
}

function isSystem({ body }: Entry): boolean {
	return body.type === 'event' && !isStatement(body.event)
}

type Taking = {
	readonly there: readonly Entry[]
	readonly hidden: number
	readonly found: Found
	readonly gone: number
	readonly photos: number
}

function reportOf(running: RunningOperation, wish: ErasureWish, { there, hidden, found, gone, photos }: Taking): ErasureReport {
	const statements = there.flatMap((entry) => statementIn(entry) ?? [])
	const index = wish.entity === undefined ? undefined : indexOf(running.picture, wish.entity)
	return {
		operation: running.operation.id,
		dryRun: true,
		entries: there.length,
		ranges: rangesOf(there.map((entry) => entry.seq).toSorted((a, b) => a - b)),
		gone,
		hidden,
		entities: entitiesIn(statements),
		diary: there.flatMap(diaryIn),
		batches: there.length - statements.length,
		photos,
		mentions: wish.mentions ? 0 : found.mentions.length,
		measured: index !== undefined && measuredAt(running.picture, index) !== undefined,
	}
}

function entitiesIn(statements: readonly StatementEvent[]): ErasureReport['entities'] {
	const counts = new Map<EntityId, number>()
	for (const { entity } of statements) counts.set(entity, (counts.get(entity) ?? 0) + 1)
	return [...counts].map(([entity, count]) => ({ entity, statements: count }))
}

function diaryIn(entry: Entry): ErasureReport['diary'] {
	const event = statementIn(entry)
	const book: unknown = event && 'payload' in event ? event.payload?.['book'] : undefined
	return entry.number === undefined || typeof book !== 'string' ? [] : [{ book, number: entry.number }]
}
