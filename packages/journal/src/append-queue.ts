import type { AppendClass, Prepared } from './port.ts'

/** Entries in one transaction. */
const MAX_BATCH = 200
/** What one credential may fill of it while others wait. */
const HALF_BATCH = MAX_BATCH / 2
/** Canonical characters in one transaction, so that a few large rosters do not hold everybody up. */
const MAX_BATCH_CHARS = 4_000_000
/** Back-fill in one transaction while anything else waits. */
const BACKFILL_SHARE = 20
/** What one feed or one back-fill may have waiting; people are never refused. */
export const MAX_WAITING = 5_000

/** In which order the classes are served (J6). */
const PASSES: readonly (readonly AppendClass[])[] = [['urgent'], ['human', 'feed'], ['backfill']]
const BACKFILL_PASS = PASSES.length - 1

export type Queued<T> = { readonly item: Prepared; readonly tag: T }

/** First in, first out; `next` is the first that waits, so that taking one does not move the others. */
type Line<T> = { items: Queued<T>[]; next: number }
type Lines<T> = Map<string, Line<T>>

/** Waiting appends: one line per pass and credential. No line is empty. */
export type AppendQueue<T> = { readonly passes: readonly Lines<T>[]; size: number }

export function createQueue<T>(): AppendQueue<T> {
	return { passes: PASSES.map(() => new Map()), size: 0 }
}

/** @returns false when a feed has too many waiting. */
export function enqueue<T>(queue: AppendQueue<T>, queued: Queued<T>): boolean {
	const { urgency, credential } = queued.item
	const lines = queue.passes[PASSES.findIndex((classes) => classes.includes(urgency))]
	if (!lines) throw new Error(`no queue for ${urgency}`)
	const line = lines.get(credential) ?? { items: [], next: 0 }
	if ((urgency === 'feed' || urgency === 'backfill') && line.items.length - line.next >= MAX_WAITING) return false
	line.items.push(queued)
	lines.set(credential, line)
	queue.size += 1
	return true
}

type Draft<T> = { readonly queue: AppendQueue<T>; readonly taken: Queued<T>[]; readonly byCredential: Map<string, number>; chars: number }

/** Takes the next batch out: at least one when anything waits. */
export function takeBatch<T>(queue: AppendQueue<T>): readonly Queued<T>[] {
	const draft: Draft<T> = { queue, taken: [], byCredential: new Map(), chars: 0 }
	queue.passes.forEach((lines, pass) => {
		const low = pass === BACKFILL_PASS && draft.taken.length > 0
		const room = low ? Math.min(MAX_BATCH, draft.taken.length + BACKFILL_SHARE) : MAX_BATCH
		while (takeRound(draft, lines, room));
	})
	return draft.taken
}

/** One from each credential in turn. @returns false when nothing more can be taken. */
function takeRound<T>(draft: Draft<T>, lines: Lines<T>, room: number): boolean {
	const before = draft.taken.length
	for (const credential of lines.keys().toArray()) {
		if (draft.taken.length >= room || draft.chars >= MAX_BATCH_CHARS) return false
		if (mayTake(draft, credential)) takeOne(draft, lines, credential)
	}
	return draft.taken.length > before
}

function mayTake<T>({ queue, byCredential }: Draft<T>, credential: string): boolean {
	if ((byCredential.get(credential) ?? 0) < HALF_BATCH) return true
	return queue.passes.every((lines) => lines.size === (lines.has(credential) ? 1 : 0))
}

/** Whoever was served goes to the end, so that the next batch begins with the others. */
function takeOne<T>(draft: Draft<T>, lines: Lines<T>, credential: string): void {
	const line = lines.get(credential)
	const queued = line?.items[line.next]
	if (!line || !queued) return
	line.next += 1
	lines.delete(credential)
	if (line.next < line.items.length) lines.set(credential, compacted(line))
	draft.queue.size -= 1
	draft.taken.push(queued)
	draft.byCredential.set(credential, (draft.byCredential.get(credential) ?? 0) + 1)
	draft.chars += queued.item.canonical.length
}

function compacted<T>(line: Line<T>): Line<T> {
	if (line.next < 1_000 || line.next * 2 < line.items.length) return line
	return { items: line.items.slice(line.next), next: 0 }
}

/** Empties the queue: what waits when the writer has died. */
export function drain<T>(queue: AppendQueue<T>): readonly Queued<T>[] {
	const all = queue.passes.flatMap((lines) => [...lines.values()].flatMap((line) => line.items.slice(line.next)))
	for (const lines of queue.passes) lines.clear()
	queue.size = 0
	return all
}
