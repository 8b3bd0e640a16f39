import type { Submission } from '@lagebild/model/event.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { readIso } from '@lagebild/model/time.ts'
import * as z from 'zod'

import { defineAdapter } from '../adapter.ts'
import type { Listing, Parsed, Reception, Reject } from '../adapter.ts'
import { contentHash } from '../ids.ts'
import { observationBatches } from '../measure.ts'
import { rejected, unique } from '../parsed.ts'
import { line, rawBytes, rawOf } from '../text.ts'
import { Mapping } from './definition.ts'
import { ask } from './engine.ts'
import { expressionsOf } from './expressions.ts'
import { mappingFaults } from './faults.ts'
import { mapItem, rejectsOf } from './item.ts'
import type { Bound, MappedItem } from './item.ts'

/** A mapping as one feed uses it, checked as far as it can be without a document. */
export const MappingOptions = z.strictObject({
	mapping: Mapping.superRefine((mapping, context) => {
		for (const { path, message } of mappingFaults(mapping)) context.addIssue({ code: 'custom', path: [...path], message })
	}),
})
export type MappingOptions = z.infer<typeof MappingOptions>

export const mapping = defineAdapter<MappingOptions>({
	name: 'mapping',
	standard: 'any JSON (RFC 8259), XML 1.0 or CSV (RFC 4180), read by a mapping in JSONata 2, https://docs.jsonata.org',
	options: MappingOptions,
	describe: ({ mapping: { mode, everySeconds, id, version, place, end, times } }) => ({
		mode,
		everyMs: everySeconds * 1_000,
		silentMs: everySeconds * 3_000,
		key: id,
		version: version ?? 'content',
		endRule: endRuleOf(mode, end, times?.until),
		geometryFrom: place === undefined ? 'none' : 'place of the mapping',
	}),
	documents: (url, options) => [{ url, document: `mapping ${versionOf(options.mapping)}` }],
	parse: (message, reception, options) => parsedOf(mapDocument(message, reception, options.mapping), reception, options.mapping),
})

function endRuleOf(mode: Mapping['mode'], end: Mapping['end'], until: string | undefined): string {
	const rules = [
		...(mode === 'full' ? ['absence from the list'] : []),
		...(end?.ended === undefined && end?.cancelled === undefined ? [] : ['its own word']),
		...(until === undefined ? [] : ['its own expiry']),
		...(end?.afterMinutes === undefined ? [] : [`${end.afterMinutes} min after its time`]),
	]
	return rules.length === 0 ? 'never; goes stale' : rules.join(', ')
}

/** Short hash of what a mapping says; blanks and the order of keys do not count. In the provenance of everything that it makes. */
export function versionOf(definition: Mapping): string {
	return contentHash({ ...definition, $schema: undefined }).slice(0, 16)
}

export type MappedDocument =
	| { readonly type: 'refused'; readonly reject: Reject }
	| { readonly type: 'items'; readonly items: readonly MappedItem[]; readonly doubles: readonly MappedItem[] }

/** Every item of a document beside what became of it. */
export function mapDocument(bytes: Uint8Array, reception: Reception, definition: Mapping): MappedDocument {
	const version = versionOf(definition)
	const expressions = expressionsOf(definition)
	const { input, items } = definition
	const answer = ask({ key: version, input, items, expressions: [...expressions.values()], bytes })
	if (answer.type === 'refused') {
		return { type: 'refused', reject: answer.reject.raw === '' ? withDocument(answer.reject, bytes) : answer.reject }
	}
	const bound: Bound = { mapping: definition, version, expressions }
	return { type: 'items', ...withoutDoubles(answer.rows.map((row) => mapItem(row, bound, reception))) }
}

/** An upstream that answers something else usually says in it what is wrong. */
function withDocument(reject: Reject, bytes: Uint8Array): Reject {
	const raw = rawBytes(bytes)
	return { ...reject, message: `${reject.message}: ${line(raw, 200) ?? 'it is empty'}`, raw }
}

/** Several statements about one thing in one document: the newest counts, of equal ones the last. Values all count. */
function withoutDoubles(items: readonly MappedItem[]): { readonly items: readonly MappedItem[]; readonly doubles: readonly MappedItem[] } {
	const newest = new Map<string, MappedItem>()
	for (const item of items) {
		const key = mainOf(item)
		const other = key === undefined ? undefined : newest.get(key)
		if (key !== undefined && (!other || observedAt(item) >= observedAt(other))) newest.set(key, item)
	}
	const isDouble = (item: MappedItem): boolean => mainOf(item) !== undefined && newest.get(mainOf(item) ?? '') !== item
	return { items: items.filter((item) => !isDouble(item)), doubles: items.filter(isDouble) }
}

/** Sensors are said without a time, so that their statements are equal anyway. */
function mainOf({ entities: [first] }: MappedItem): string | undefined {
	return first?.startsWith('sensor:') ? undefined : first
}

function observedAt({ events: [event] }: MappedItem): number {
	return readIso(event?.times?.observed ?? '') ?? 0
}

function parsedOf(document: MappedDocument, reception: Reception, { mode }: Mapping): Parsed {
	if (document.type === 'refused') return rejected(document.reject)
	const { items, doubles } = document
	return {
		events: unique(items.flatMap((item) => eventsOf(item, mode))),
		measurements: measurementsOf([...items, ...doubles]),
		rejects: [...items.flatMap(rejectsOf), ...(mode === 'full' ? doubles.map(doubleReject) : [])],
		followUps: [],
		...(mode === 'full' && { listing: listingOf(items, reception) }),
	}
}

/** What is over in a full list is not said but missing: the list ends it, with all its caution. */
function eventsOf({ events, over }: MappedItem, mode: Mapping['mode']): readonly Submission[] {
	return over && mode === 'full' ? [] : events
}

function measurementsOf(items: readonly MappedItem[]): readonly Measurements[] {
	const positions = items.flatMap((item) => item.positions ?? [])
	return [
		...positionBatches(positions),
		...observationBatches(
			items.flatMap(({ observations }) => observations),
			{},
		),
	]
}

const MOST_ROWS = 1_000
type Positions = NonNullable<MappedItem['positions']>

function positionBatches(rows: readonly Positions[]): readonly Measurements[] {
	const batches: Measurements[] = []
	for (let from = 0; from < rows.length; from += MOST_ROWS) {
		const part = rows.slice(from, from + MOST_ROWS)
		const column = (name: 'course' | 'speed' | 'accuracy') =>
			part.some((row) => row[name]) ? { [name]: part.map((row) => row[name]?.[0] ?? null) } : {}
		batches.push({
			positions: {
				entity: part.flatMap(({ entity }) => entity),
				observed: part.flatMap(({ observed }) => observed),
				lat: part.flatMap(({ lat }) => lat),
				lng: part.flatMap(({ lng }) => lng),
				...column('course'),
				...column('speed'),
				...column('accuracy'),
			},
		})
	}
	return batches
}

function doubleReject(item: MappedItem): Reject {
	return { reason: 'duplicate-id', message: `${mainOf(item) ?? ''} comes twice in the list`, path: 'id', raw: rawOf(item.raw) }
}

/** What is refused but identified is there: only what nobody can identify makes the list incomplete. */
function listingOf(items: readonly MappedItem[], { received }: Reception): Listing {
	const counted = items.filter(({ outcome, over }) => outcome !== 'left-out' && !over)
	return {
		listTime: received,
		complete: counted.every(({ entities }) => entities.length > 0),
		ids: [...new Set(counted.flatMap(({ entities }) => entities))],
	}
}
