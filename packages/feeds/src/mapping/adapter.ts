import type { Submission } from '@lagebild/model/event.ts'

import { defineAdapter } from '../adapter.ts'
import type { Listing, Parsed, Reception, Reject } from '../adapter.ts'
import { rejected, unique } from '../parsed.ts'
import { rawOf } from '../text.ts'
import type { Mapping } from './definition.ts'
import { mainOf, mappedOf, questionOf, versionOf } from './document.ts'
import type { MappedDocument } from './document.ts'
import { ask } from './engine.ts'
import { rejectsOf } from './item.ts'
import type { MappedItem } from './item.ts'
import { measurementsOf } from './measured.ts'
import { MappingOptions } from './options.ts'

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
	item: (raw, reception, options) => parsedOf(mapOne(raw, reception, options.mapping), reception, options.mapping),
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

/** Every item of a document beside what became of it. */
export function mapDocument(bytes: Uint8Array, reception: Reception, definition: Mapping): MappedDocument {
	const question = questionOf(bytes, definition, reception.channel)
	return mappedOf(ask(question), question, { reception, definition })
}

/** An item out of a document, in JSON whatever the document was: it says what it would have said in its place. */
function mapOne(raw: Uint8Array, reception: Reception, definition: Mapping): MappedDocument {
	const question = questionOf(raw, definition, reception.channel)
	const alone = { ...question, key: `${question.key} item`, input: 'json', items: undefined } as const
	return mappedOf(ask(alone), question, { reception, definition })
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
