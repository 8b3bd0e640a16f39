import type { Formats } from '@lagebild/ui/formats.ts'

import { isObject } from '../api/outline.ts'
import type { Messages } from '../messages/de.ts'

export type Words = { readonly words: Messages; readonly formats: Formats }

type Item = Readonly<Record<string, unknown>>

/** The keys of a keyed field with what each of them holds, in one line; undefined when there are none. */
export function keyedText(field: string, value: unknown, language: Words): string | undefined {
	if (!isObject(value)) return undefined
	const said = Object.entries(value).flatMap(([key, item]) => itemText(field, [key, item], language) ?? [])
	return said.length === 0 ? undefined : said.join(', ')
}

export function isKeyedField(field: string): boolean {
	return Object.hasOwn(READERS, field) || TICKED.has(field)
}

/** Keys that stand for themselves: who gets it, not what is said of each. */
const TICKED: ReadonlySet<string> = new Set(['distribution'])

function itemText(field: string, [key, item]: readonly [string, unknown], language: Words): string | undefined {
	if (TICKED.has(field)) return item === true ? key : undefined
	const name = keyName([field, key], language.words)
	if (field === 'utilities') return `${name} ${wordOf(language.words.values.utilities, item)}`
	if (typeof item === 'string') return `${name}: ${item}`
	const read = READERS[field]
	return isObject(item) ? (read?.(name, item, language) ?? name) : undefined
}

/** A key in the language of the page where it is one that the field's description names, and as it was sent otherwise. */
export function keyName([field, key]: readonly [string, string], words: Messages): string {
	const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = words.values.keys
	return wordOf((Object.hasOwn(lists, field) ? lists[field] : undefined) ?? {}, key)
}

type Reader = (key: string, item: Item, language: Words) => string

const plain: Reader = (key) => key

const READERS: Readonly<Record<string, Reader>> = {
	phones: plain,
	receipts: plain,
	acknowledged: plain,
	utilities: plain,
	equipment: (key, { count, state }, { words }) =>
		`${String(count)} × ${key}${state === undefined ? '' : ` (${wordOf(words.values.equipment, state)})`}`,
	supplies: (key, { amount, unit }, { formats }) => `${key} ${typeof amount === 'number' ? formats.figure(amount) : ''} ${String(unit)}`,
	beds: (key, { free, total }, { words }) =>
		`${key} ${words.values.bedsFree.replace('{free}', figureOf(free)).replace('{total}', figureOf(total))}`,
	attachments: (key, { name }) => (typeof name === 'string' ? name : key),
	handling: (key, { sign, channel }, { words }) =>
		[wordOf(words.values.handling, key), ...[sign, channel].filter((part) => typeof part === 'string')].join(' '),
	zeros: (day, { metres, datum }, { words, formats }) => {
		const zero = zeroText(metres, datum, formats)
		return day === UNKNOWN_START ? zero : words.values.zeroSince.replace('{zero}', zero).replace('{day}', dayText(day, formats))
	},
}

/** The day from which a zero holds when its feed does not say since when. */
const UNKNOWN_START = '1900-01-01'

/** `2019-11-01` as people write it. */
function dayText(day: string, { language }: Formats): string {
	const [year, month, date] = day.split('-')
	return [date, month, year].join(language === 'de' ? '.' : '/')
}

function figureOf(value: unknown): string {
	return typeof value === 'number' ? String(value) : '–'
}

/** Feeds write the datum as `NHN` or as `m. ü. NHN`. */
function zeroText(metres: unknown, datum: unknown, formats: Formats): string {
	return `${typeof metres === 'number' ? formats.figure(metres, 2) : '–'} m ${String(datum).replace(/^m\.?\s*/, '')}`
}

function wordOf(list: Readonly<Record<string, string>>, key: unknown): string {
	return (typeof key === 'string' && Object.hasOwn(list, key) ? list[key] : undefined) ?? String(key)
}
