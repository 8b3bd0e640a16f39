import type { StatementEvent } from './event.ts'

/** What a diary entry may be given later: who was told, who confirmed, what belongs to it. Everything else stands as it was written. */
const ADDED_LATER: ReadonlySet<string> = new Set(['distribution', 'receipts', 'attachments', 'note'])

/** The book in which an upsert writes a diary entry; undefined for every other event. Names types only, as the journal's writer needs it. */
export function bookOf(event: StatementEvent): string | undefined {
	if (event.kind !== 'message' || event.op !== 'upsert' || event.payload['type'] !== 'diary') return undefined
	const book = event.payload['book']
	return typeof book === 'string' && book !== '' ? book : undefined
}

/** Would it change what a diary entry says, if its entity is one? */
export function altersDiary(event: StatementEvent): boolean {
	if (event.kind !== 'message') return false
	return event.op === 'patch' ? patchAlters(event) : WRITES_OVER.has(event.op)
}

const WRITES_OVER: ReadonlySet<StatementEvent['op']> = new Set(['upsert', 'cancel', 'end', 'retract'])

function patchAlters({ geometry, payload = {} }: Extract<StatementEvent, { op: 'patch' }>): boolean {
	return geometry !== undefined || Object.keys(payload).some((field) => !ADDED_LATER.has(field))
}

/** Does it say that a message is a diary entry without being the upsert that can make it one? */
export function misnamesDiary(
	event: Pick<StatementEvent, 'kind' | 'op'> & { readonly payload?: Readonly<Record<string, unknown>> | undefined },
): boolean {
	if (event.kind !== 'message' || event.payload?.['type'] !== 'diary') return false
	return event.op !== 'upsert' || typeof event.payload['book'] !== 'string' || event.payload['book'] === ''
}
