import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { Label } from '@lagebild/model/label.ts'
import { readIso } from '@lagebild/model/time.ts'
import { useEffect, useState } from 'react'

import { ask, entityPath } from '../api/http.ts'
import { listOf, numberOf, objectOf, textOf } from '../api/outline.ts'
import type { JsonObject } from '../api/outline.ts'

/** One journal entry about a thing, as a person reads it. */
export type HistoryEntry = {
	readonly seq: number
	/** When it was so, as the source says; the number says when it was entered. */
	readonly at: number | undefined
	/** When it was entered. */
	readonly recorded: number | undefined
	readonly op: string
	/** Who said it, as the hub knows them. */
	readonly who: string | undefined
	/** Under which it is known as a source of the picture. */
	readonly source: string | undefined
	readonly person: boolean
	/** The fields that were stated, with their values. */
	readonly said: readonly (readonly [field: string, value: unknown])[]
	/** The label that a classification gave, and why. */
	readonly label?: Label
	readonly reason?: string
	/** A point of the track, recorded by the hub from a stream of positions. */
	readonly track: boolean
	/** Older points of the track that this line stands for as well, and when the first of them was. */
	readonly before?: { readonly count: number; readonly since: number | undefined }
}

export type History =
	| { readonly state: 'loading' }
	| { readonly state: 'failed' }
	| { readonly state: 'loaded'; readonly entries: readonly HistoryEntry[]; readonly more: boolean }

const PAGE = 20

function timeOf(value: unknown): number | undefined {
	return typeof value === 'string' ? readIso(value) : numberOf(value)
}

export function readEntry(value: unknown): readonly HistoryEntry[] {
	const entry = objectOf(value)
	const seq = numberOf(entry.seq)
	if (seq === undefined) return []
	const event = objectOf(entry.event)
	const author = objectOf(event.author)
	const op = textOf(event.op) ?? (entry.batch === undefined ? 'erased' : 'batch')
	return [
		{
			seq,
			at: numberOf(event.effective) ?? timeOf(entry.recorded),
			recorded: timeOf(entry.recorded),
			op,
			who: textOf(author.name) ?? textOf(author.source),
			source: textOf(author.source),
			person: author.rank === 'person',
			said: [...Object.entries(objectOf(event.payload)), ...(event.geometry === undefined ? [] : [['geometry', event.geometry] as const])],
			track: event.thinned !== undefined,
			...(op === 'classify' && classified(event)),
		},
	]
}

/** The page that classified wrote the reason beside the event: the envelope has no field for it. */
function classified({ label, ext }: JsonObject): Pick<HistoryEntry, 'label' | 'reason'> {
	const read = Label.safeParse(label)
	const reason = textOf(objectOf(objectOf(ext).lagebild).reason)
	return { ...(read.success && { label: read.data }), ...(reason !== undefined && { reason }) }
}

/** A unit on its way leaves a point a minute: points in a row are one line, so that what was said about it stays in sight. */
export function foldTrack(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
	const folded: HistoryEntry[] = []
	for (const entry of entries) {
		const last = folded.at(-1)
		if (last?.track && entry.track)
			folded[folded.length - 1] = { ...last, before: { count: (last.before?.count ?? 0) + 1, since: entry.at } }
		else folded.push(entry)
	}
	return folded
}

function entriesIn(body: unknown): readonly HistoryEntry[] {
	const list = Array.isArray(body) ? body : listOf(objectOf(body).entries)
	return list.flatMap(readEntry)
}

async function load(operation: OperationId, id: EntityId, before: number | undefined): Promise<History> {
	const query = before === undefined ? `?limit=${PAGE}` : `?limit=${PAGE}&before=${before}`
	const reply = await ask(entityPath(operation, id, `/history${query}`))
	if (reply.state !== 'ok') return { state: 'failed' }
	const entries = entriesIn(reply.body)
	return { state: 'loaded', entries, more: entries.length === PAGE }
}

type Params = {
	readonly operation: OperationId
	readonly id: EntityId
	/** Version of the row: a newer one reads again. */ readonly version: number
}

type Loaded = { readonly of: string; readonly history: History }

/** Entries about a thing, newest first, read again when the thing changes; `more` reads older ones. */
export function useHistory({ operation, id, version }: Params): {
	readonly history: History
	readonly more: () => void
	readonly retry: () => void
} {
	const [loaded, setLoaded] = useState<Loaded>()
	const [round, setRound] = useState(0)
	const subject = `${operation} ${id}`
	const history: History = loaded?.of.startsWith(`${subject} `) ? loaded.history : { state: 'loading' }
	useEffect(() => {
		let stale = false
		const read = async () => {
			const next = await load(operation, id, undefined)
			if (!stale) setLoaded({ of: `${operation} ${id} ${version} ${round}`, history: next })
		}
		void read()
		return () => {
			stale = true
		}
	}, [operation, id, version, round])
	const more = async () => {
		if (history.state !== 'loaded') return
		const next = await load(operation, id, history.entries.at(-1)?.seq)
		if (next.state !== 'loaded') return
		setLoaded({ of: `${subject} more`, history: { ...next, entries: [...history.entries, ...next.entries] } })
	}
	return { history, more: () => void more(), retry: () => setRound(round + 1) }
}
