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
	const { words } = language.words.changes
	const disputed = change.disputed.map((field) => fieldName(field, language.words)).join(', ')
	const word = words[change.change].replace('{fields}', disputed)
	const head = change.appeared && change.change !== 'new' ? language.words.changes.appeared.replace('{word}', word) : word
	const steps = change.fields.slice(0, MOST).map((step) => stepText(change, step, language))
	const told = change.change === 'changed' || change.change === 'measured' ? steps : [head, ...steps]
	const rise = change.direction === undefined ? [] : [language.words.changes[change.direction]]
	return [...told, ...rise].join('; ')
}

function stepText({ kind }: Change, { field, before, after }: FieldStep, language: Language): string {
	const { step, set, unset, touched } = language.words.changes
	const told = (value: unknown) => (value === undefined ? '' : valueText({ kind, field, value }, language))
	const [was, is] = [told(before), told(after)]
	const name = fieldName(field, language.words)
	if (was.length > SHORT || is.length > SHORT) return touched.replace('{field}', name)
	const text = was === '' ? set : is === '' ? unset : step
	return text.replace('{field}', name).replace('{before}', was).replace('{after}', is)
}
