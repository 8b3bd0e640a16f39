import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { readIso } from '@lagebild/model/time.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'

import { isObject } from '../api/outline.ts'
import { toldText } from '../detail/facts.ts'
import type { Language } from '../detail/facts.ts'
import { fieldLabel } from '../detail/field-name.ts'
import { keyName } from '../detail/keyed-text.ts'
import type { Messages } from '../messages/de.ts'

/** The word for a key of a list that a newer hub may have made longer: the key itself where we lack one. */
export function wordIn(list: Readonly<Record<string, string>>, key: string): string {
	return (Object.hasOwn(list, key) ? list[key] : undefined) ?? key
}

/** How a field is called in the question why. */
export function fieldName(field: string, words: Messages, kind: EntityKind): string {
	const [name = '', key] = field.split('.')
	const own: Readonly<Record<string, string>> = words.why.fields
	const label = Object.hasOwn(own, name) ? wordIn(own, name) : fieldLabel(kind, name, words)
	return key === undefined ? label : `${label}, ${keyName([name, key], words)}`
}

export type Told = { readonly kind: EntityKind; readonly field: string; readonly value: unknown; readonly unit?: string | undefined }

/** Any value that a field can have, in words. It never is a raw structure of the wire. */
export function valueText(told: Told, language: Language): string {
	const { value, field } = told
	const { words } = language
	if (value === undefined) return words.why.nothingShown
	if (value === null) return words.why.empty
	return (
		ASPECTS[field]?.(value, language, told) ??
		toldText(told.kind, [field.split('.')[0] ?? '', value], language) ??
		plainText(value, language)
	)
}

type Teller = (value: unknown, language: Language, told: Told) => string | undefined

const ASPECTS: Readonly<Record<string, Teller>> = {
	life: (value, { words }) => wordIn(words.why.lives, String(value)),
	label: (value, { words }) => labelText(value, words),
	confidence: (value, { words }) => wordIn(words.values.confidence, String(value)),
	validity: (value, language) => validityText(value, language),
	position: (value) => placeText(value),
	geometry: (value, { words }) => (isObject(value) && value.type !== 'Point' ? words.why.area : undefined),
	value: (value, { formats }, { unit }) =>
		typeof value === 'number' ? `${formats.figure(value, Number.isInteger(value) ? 0 : 2)} ${unit ?? ''}`.trim() : undefined,
}

function labelText(value: unknown, words: Messages): string | undefined {
	if (!isObject(value)) return undefined
	const organisations = Array.isArray(value.organisations) ? value.organisations.map(String) : []
	return [wordIn(words.detail.levels, String(value.level)), ...organisations].join(', ')
}

function placeText(value: unknown): string | undefined {
	if (!isObject(value) || typeof value.lat !== 'number' || typeof value.lng !== 'number') return undefined
	return formatUtmref({ lat: value.lat, lng: value.lng }, 100)
}

function validityText(value: unknown, { words, formats, now }: Language): string | undefined {
	if (!isObject(value)) return undefined
	const time = (text: unknown) => {
		const at = typeof text === 'string' ? readIso(text) : undefined
		return at === undefined ? undefined : formats.time(at, now)
	}
	const [from, until] = [time(value.from), value.until === null ? words.why.noEnd : time(value.until)]
	return [from, until].filter((part) => part !== undefined).join(' – ')
}

/** What has no form of its own: texts as they are, lists and sets item by item. */
function plainText(value: unknown, language: Language): string {
	if (typeof value === 'boolean') return value ? language.words.values.yes : language.words.values.no
	if (typeof value === 'number') return language.formats.figure(value, Number.isInteger(value) ? 0 : 2)
	if (Array.isArray(value)) return value.map((item) => plainText(item, language)).join(', ')
	if (isObject(value))
		return Object.entries(value)
			.map((entry) => itemText(entry, language))
			.join('; ')
	return String(value)
}

function itemText([key, item]: readonly [string, unknown], language: Language): string {
	return `${wordIn(language.words.fields, key)}: ${item === null ? language.words.why.empty : plainText(item, language)}`
}
