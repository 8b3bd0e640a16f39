import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { isEntityId, partsOf } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import { listOf, objectOf, textOf } from '../api/outline.ts'
import { tied } from '../log/chain.ts'
import { memoLast } from '../select/memo.ts'
import type { Content, Thing } from '../state/facts.ts'

export type MessageThing = Thing & { readonly row: RowOf<'message'> }

/** Part in the chain of command, in the order in which one follows from the other. */
export const CATEGORIES = ['situation', 'assessment', 'decision', 'measure'] as const
export type Category = (typeof CATEGORIES)[number]

/** The book that a staff keeps where it names none. */
export const USUAL_BOOK = 'Einsatztagebuch'

/** One entry of a book. Without a number it waits for the hub, or was refused. */
export type DiaryEntry = {
	readonly id: EntityId
	readonly book: string
	readonly number: number | undefined
	readonly state: 'entered' | 'waiting' | 'refused'
	readonly category: Category
	readonly text: string
	readonly note: string
	/** When it was so, as whoever wrote it says. */
	readonly occurred: number
	/** When it was written down, as the desk's clock says; the hub's own time stands in its journal under `seq`. */
	readonly written: number
	readonly seq: number | undefined
	readonly author: string
	readonly source: string
	readonly correctedBy: readonly EntityId[]
	readonly corrects: readonly EntityId[]
	/** Things, that are no entries themselves, with which it is linked. */
	readonly linked: readonly EntityId[]
	readonly operation: OperationId | string
}

export function isMessage(thing: Thing | undefined): thing is MessageThing {
	return thing?.row.kind === 'message'
}

export function isDiary(thing: Thing | undefined): thing is MessageThing {
	return isMessage(thing) && thing.row.fields.type === 'diary'
}

function categoryOf(decision: unknown): Category {
	return CATEGORIES.find((one) => one === decision) ?? 'situation'
}

/** Who wrote it: other sources add receipts, the text is the author's alone. */
export function authorOf({ id, sources }: RowOf<'message'>): string {
	const { source } = partsOf(id)
	return sources.find((one) => one.source === source)?.name ?? source
}

/** When the text was so: receipts that came later make the row newer, and not what it says. */
export function saidAt({ at, fieldAt }: RowOf<'message'>): number {
	return fieldAt?.['text'] ?? at
}

function entered({ row, operation }: MessageThing): DiaryEntry {
	const { fields } = row
	const occurred = saidAt(row)
	return {
		id: row.id,
		book: fields.book ?? '',
		number: row.number,
		state: 'entered',
		category: categoryOf(fields.decision),
		text: fields.text ?? '',
		note: fields.note ?? '',
		occurred,
		written: timeOf(fields.composed) ?? occurred,
		seq: row.k,
		author: authorOf(row),
		source: partsOf(row.id).source,
		correctedBy: tied(row, 'correctedBy'),
		corrects: tied(row, 'corrects'),
		linked: (row.links ?? []).map(({ to }) => to),
		operation,
	}
}

/** Of a statement in the queue that the picture does not show yet. */
function queued(item: Shown, author: string): readonly DiaryEntry[] {
	const { event, operation, at, state } = item
	const payload = objectOf(event['payload'])
	const id = event.entity
	if (event.kind !== 'message' || event.op !== 'upsert' || !isEntityId(id) || payload.type !== 'diary') return []
	const written = timeOf(payload.composed) ?? at
	const links = linksIn(event.links)
	return [
		{
			id,
			book: plain(payload.book),
			number: undefined,
			state: state === 'refused' ? 'refused' : 'waiting',
			category: categoryOf(payload.decision),
			text: plain(payload.text),
			note: plain(payload.note),
			occurred: timeOf(objectOf(event['times']).observed) ?? written,
			written,
			seq: undefined,
			author,
			source: partsOf(id).source,
			correctedBy: [],
			corrects: links.filter(({ rel }) => rel === 'corrects').map(({ to }) => to),
			linked: links.map(({ to }) => to),
			operation,
		},
	]
}

function plain(value: unknown): string {
	return textOf(value) ?? ''
}

function timeOf(value: unknown): number | undefined {
	return readIso(textOf(value) ?? '')
}

function linksIn(value: unknown): readonly { readonly rel: unknown; readonly to: EntityId }[] {
	return listOf(value).flatMap((link) => {
		const { rel, to } = objectOf(link)
		return isEntityId(to) ? [{ rel, to }] : []
	})
}

/** Every entry that this viewer may see, in the order in which it was recorded; what waits stands last. */
export const diaryOf = memoLast((content: Content, said: readonly Shown[], author: string): readonly DiaryEntry[] => {
	const known = [...content.things.values()].filter(isDiary).map(entered)
	const waiting = said.flatMap((item) => queued(item, author)).filter(({ id }) => !content.things.has(id))
	return [...known.toSorted(byNumber), ...waiting]
})

function byNumber(a: DiaryEntry, b: DiaryEntry): number {
	return (a.number ?? Number.MAX_SAFE_INTEGER) - (b.number ?? Number.MAX_SAFE_INTEGER)
}

/** The books that there are, the usual one first. */
export function booksOf(entries: readonly DiaryEntry[]): readonly string[] {
	const others = [...new Set(entries.map(({ book }) => book))].filter((book) => book !== USUAL_BOOK && book !== '')
	return [USUAL_BOOK, ...others.toSorted((a, b) => a.localeCompare(b, 'de'))]
}

export type DiaryFilter = {
	readonly book: string
	readonly text: string
	readonly category: Category | 'all'
	readonly author: string
	/** Not older than so many hours; 0: however old. */
	readonly hours: number
	readonly linked: EntityId | ''
}

export const EVERY_ENTRY: DiaryFilter = { book: USUAL_BOOK, text: '', category: 'all', author: '', hours: 0, linked: '' }

const HOUR_MS = 3_600_000

export function filterEntries(entries: readonly DiaryEntry[], filter: DiaryFilter, now: number): readonly DiaryEntry[] {
	const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
	const since = filter.hours === 0 ? 0 : now - filter.hours * HOUR_MS
	return entries.filter(
		(entry) =>
			entry.book === filter.book &&
			entry.occurred >= since &&
			(filter.category === 'all' || entry.category === filter.category) &&
			(filter.author === '' || entry.author === filter.author) &&
			(filter.linked === '' || entry.linked.includes(filter.linked)) &&
			words.every((word) => searchText(entry).includes(word)),
	)
}

function searchText({ number, text, note, author }: DiaryEntry): string {
	return `${number ?? ''} ${text} ${note} ${author}`.toLowerCase()
}

/** A change of the hand that writes is an entry itself: whose entry is the last one of the book, where somebody else writes now. */
export function handBefore(entries: readonly DiaryEntry[], book: string, source: string): DiaryEntry | undefined {
	const last = entries.findLast((entry) => entry.book === book && entry.state !== 'refused')
	return last && last.source !== source ? last : undefined
}
