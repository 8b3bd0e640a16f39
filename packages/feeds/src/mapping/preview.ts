import { isObject } from '../json.ts'
import { clip } from '../text.ts'
import type { Mapping } from './definition.ts'
import { mappedOf, questionOf } from './document.ts'
import { answerTo, compile } from './evaluate.ts'
import type { MappedItem } from './item.ts'
import { measurementsOf } from './measured.ts'
import { namesRead } from './names-read.ts'
import type { Preview, PreviewCounts, PreviewItem, PreviewQuestion } from './preview-types.ts'
import type { Question } from './question.ts'
import { mappingIn } from './read.ts'

/** Items that are told one by one. */
const MOST_SHOWN = 200
const LONGEST_RAW = 20_000

/** What a mapping makes of a document, by the same code as in the ingest; whoever calls bounds the time. */
export async function previewOf({ mapping, bytes, sample, feed, received }: Omit<PreviewQuestion, 'turn'>): Promise<Preview> {
	const read = mappingIn(mapping)
	if (!read.ok) return { type: 'bad-mapping', problems: read.fault }
	const definition = read.value
	const question = questionAbout(bytes, definition, sample)
	const answer = await answerTo(question, compile(question))
	const document = mappedOf(answer, question, { reception: { feed, received }, definition })
	const version = question.key
	if (document.type === 'refused') {
		const { reason, message, path = '' } = document.reject
		return { type: 'refused', version, note: { path, reason, message } }
	}
	const { items, doubles } = document
	return { type: 'items', version, kind: definition.kind, mode: definition.mode, ...told(items, doubles, definition) }
}

/** An item stands alone, and is JSON whatever the document was. */
function questionAbout(bytes: Uint8Array, definition: Mapping, sample: PreviewQuestion['sample']): Question {
	const question = questionOf(bytes, definition)
	return sample === 'item' ? { ...question, input: 'json', items: undefined } : question
}

type Told = { readonly items: readonly PreviewItem[]; readonly counts: PreviewCounts }

function told(items: readonly MappedItem[], doubles: readonly MappedItem[], definition: Mapping): Told {
	const used = namesRead(definition)
	const of = (outcome: MappedItem['outcome']): number => items.filter((item) => item.outcome === outcome).length
	const shown = [...items.map((item) => ({ item, double: false })), ...doubles.map((item) => ({ item, double: true }))]
	return {
		items: shown.slice(0, MOST_SHOWN).map(({ item, double }) => itemOf(item, double, used)),
		counts: {
			mapped: of('mapped'),
			'left-out': of('left-out'),
			refused: of('refused'),
			double: doubles.length,
			values: [...items, ...doubles].reduce((sum, { observations }) => sum + observations.length, 0),
		},
	}
}

function itemOf(item: MappedItem, double: boolean, used: ReadonlySet<string>): PreviewItem {
	const { raw, outcome, events, notes, over } = item
	return {
		raw: clip(JSON.stringify(raw, null, 2), LONGEST_RAW),
		outcome: double ? 'double' : outcome,
		events: double ? [] : events,
		measurements: measurementsOf([item]),
		notes,
		over,
		unused: isObject(raw) && outcome === 'mapped' ? Object.keys(raw).filter((key) => !used.has(key)) : [],
	}
}
