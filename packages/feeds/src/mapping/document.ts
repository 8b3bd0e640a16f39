import { readIso } from '@lagebild/model/time.ts'

import type { Reception, Reject } from '../adapter.ts'
import { contentHash } from '../ids.ts'
import { line, rawBytes } from '../text.ts'
import type { Mapping } from './definition.ts'
import { expressionsOf } from './expressions.ts'
import { mapItem } from './item.ts'
import type { Bound, MappedItem } from './item.ts'
import type { Answer, Question } from './question.ts'

/** Short hash of what a mapping says; blanks and the order of keys do not count. In the provenance of everything that it makes. */
export function versionOf(definition: Mapping): string {
	return contentHash({ ...definition, $schema: undefined }).slice(0, 16)
}

export type MappedDocument =
	| { readonly type: 'refused'; readonly reject: Reject }
	| { readonly type: 'items'; readonly items: readonly MappedItem[]; readonly doubles: readonly MappedItem[] }

/** What has to be evaluated to read a document: the rest is pure. */
export function questionOf(bytes: Uint8Array, definition: Mapping, channel?: string): Question {
	const { input, items } = definition
	const expressions = [...expressionsOf(definition).values()]
	return { key: versionOf(definition), input, items, expressions, bytes, ...(channel !== undefined && { channel }) }
}

/** Every item of a document beside what became of it, out of what its expressions came to. */
export function mappedOf(answer: Answer, { bytes, key: version }: Question, { reception, definition }: Reading): MappedDocument {
	if (answer.type === 'refused') {
		return { type: 'refused', reject: answer.reject.raw === '' ? withDocument(answer.reject, bytes) : answer.reject }
	}
	const bound: Bound = { mapping: definition, version, expressions: expressionsOf(definition) }
	return { type: 'items', ...withoutDoubles(answer.rows.map((row) => mapItem(row, bound, reception))) }
}

export type Reading = { readonly reception: Reception; readonly definition: Mapping }

/** An upstream that answers something else usually says in it what is wrong. */
function withDocument(reject: Reject, bytes: Uint8Array): Reject {
	const raw = rawBytes(bytes)
	const shown = line(raw, 200)
	return shown === undefined ? { ...reject, raw } : { ...reject, message: `${reject.message}: ${shown}`, raw }
}

/** Several statements about one thing in one document: the newest counts, of equal ones the last. Values all count. */
function withoutDoubles(items: readonly MappedItem[]): { readonly items: readonly MappedItem[]; readonly doubles: readonly MappedItem[] } {
	const newest = new Map<string, MappedItem>()
	for (const item of items) {
		const key = sayingOf(item)
		const other = key === undefined ? undefined : newest.get(key)
		if (key !== undefined && (!other || observedAt(item) >= observedAt(other))) newest.set(key, item)
	}
	const isDouble = (item: MappedItem): boolean => sayingOf(item) !== undefined && newest.get(sayingOf(item) ?? '') !== item
	return { items: items.filter((item) => !isDouble(item)), doubles: items.filter(isDouble) }
}

/** A test, or what is not understood, replaces nothing that is real. */
function sayingOf(item: MappedItem): string | undefined {
	const main = item.outcome === 'mapped' ? mainOf(item) : undefined
	return main === undefined ? undefined : `${main} ${item.status ?? ''}`
}

/** Sensors are said without a time, so that their statements are equal anyway. */
export function mainOf({ entities: [first] }: MappedItem): string | undefined {
	return first?.startsWith('sensor:') ? undefined : first
}

function observedAt({ events: [event] }: MappedItem): number {
	return readIso(event?.times?.observed ?? '') ?? 0
}
