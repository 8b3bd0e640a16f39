import type { Language } from '../detail/facts.ts'
import { fieldName, valueText } from '../why/value-text.ts'
import type { Change, FieldStep } from './changes.ts'

export const GROUPS = ['new', 'conflict', 'over', 'changed', 'measured'] as const
export type Group = (typeof GROUPS)[number]

const GROUP_OF: Readonly<Record<Change['change'], Group>> = {
	new: 'new',
	back: 'new',
	conflict: 'conflict',
	resolved: 'conflict',
	cancelled: 'over',
	retracted: 'over',
	ended: 'over',
	expired: 'over',
	superseded: 'over',
	unconfirmed: 'over',
	stale: 'over',
	gone: 'over',
	changed: 'changed',
	moved: 'measured',
	measured: 'measured',
}

export function groupOf({ change }: Change): Group {
	return GROUP_OF[change]
}

/** Longer values are not told in a line: that they changed is. */
const SHORT = 40
/** Fields told in one sentence. */
const MOST = 3

/** What became of a thing, in one sentence without its name. */
export function sentenceOf(change: Change, language: Language): string {
	const texts = language.words.changes
	const steps = change.fields.slice(0, MOST).map((step) => stepText(change, step, language))
	const disputes = [
		...disputeText(texts.words.conflict, [change.kind, change.conflicts], language),
		...disputeText(texts.words.resolved, [change.kind, change.resolved], language),
	]
	const rise = change.direction === undefined ? [] : [texts[change.direction]]
	return [...headOf(change, language), ...disputes, ...steps, ...rise].join('; ')
}

/** What the rest of the sentence says by itself needs no head. */
const HEADLESS: ReadonlySet<string> = new Set(['conflict', 'resolved', 'changed', 'measured'])

function headOf({ change, appeared }: Change, { words }: Language): readonly string[] {
	if (HEADLESS.has(change)) return []
	const word = words.changes.words[change]
	return [appeared && change !== 'new' ? words.changes.appeared.replace('{word}', word) : word]
}

function disputeText(text: string, [kind, fields]: readonly [Change['kind'], readonly string[]], { words }: Language): readonly string[] {
	if (fields.length === 0) return []
	return [text.replace('{fields}', fields.map((field) => fieldName(field, words, kind)).join(', '))]
}

function stepText({ kind }: Change, { field, before, after }: FieldStep, language: Language): string {
	const { step, set, unset, touched } = language.words.changes
	const told = (value: unknown) => (value === undefined ? '' : valueText({ kind, field, value }, language))
	const [was, is] = [told(before), told(after)]
	const name = fieldName(field, language.words, kind)
	if (was.length > SHORT || is.length > SHORT) return touched.replace('{field}', name)
	const text = was === '' ? set : is === '' ? unset : step
	return text.replace('{field}', name).replace('{before}', was).replace('{after}', is)
}
