import { Geometry } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import { isKnownKind } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { KIND_TRAITS } from '@lagebild/model/kinds/traits.ts'
import { Severity } from '@lagebild/model/kinds/words.ts'
import type { Severity as SeverityWord } from '@lagebild/model/kinds/words.ts'
import { formatStrength, Strength } from '@lagebild/model/strength.ts'
import { readIso } from '@lagebild/model/time.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import type { Formats } from '@lagebild/ui/formats.ts'

import { isObject } from '../api/outline.ts'
import type { Messages } from '../messages/de.ts'
import { gaugeView, isWaterLevel } from '../select/gauges.ts'
import type { StatusWords } from '../select/status-words.ts'
import type { Thing } from '../state/facts.ts'
import { fieldLabel } from './field-name.ts'
import { isKeyedField, keyedText } from './keyed-text.ts'
import { movementOf } from './movement.ts'
import { isNotation, notationText } from './notation-text.ts'
import { registerText } from './register-text.ts'

export type FactValue =
	| { readonly type: 'text'; readonly text: string }
	| { readonly type: 'prose'; readonly text: string }
	| { readonly type: 'severity'; readonly level: SeverityWord }
	| { readonly type: 'strength'; readonly strength: Strength }
	| { readonly type: 'web'; readonly address: string }
	| { readonly type: 'place'; readonly position: Position }

/** One value with its name, its age and where it is from. `at` is absent where the whole thing's time holds. */
export type Fact = {
	readonly key: string
	readonly label: string
	readonly value: FactValue
	readonly at: number
	/** Source; only where the thing has several. */
	readonly from?: string
	/** Name by which the source speaks. */
	readonly fromName?: string
}

/** The field that a fact is asked about: what is reckoned from a measurement is explained by it. */
export function askedOf({ key }: Fact): string {
	return ASKED[key] ?? key
}

const ASKED: Readonly<Record<string, string>> = { level: 'value', trend: 'value', speed: 'position', course: 'position' }

export type Language = {
	readonly words: Messages
	readonly formats: Formats
	readonly now: number
	/** Own words of the unit's organisation for its status. */
	readonly statusOf?: StatusWords
}

/** Fields that the head of the pane, the gate badge or the curve shows. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['title', 'name', 'callsign', 'gate', 'texts', 'marks', 'everyMs', 'msgType'])

/** Keys of a sensor that only machines use. */
const INTERNAL: ReadonlySet<string> = new Set([
	'sensor.station',
	'sensor.unit',
	'unit.sign',
	'area.sign',
	'warning.sender',
	'warning.category',
])

/** Word lists by kind and field; a field that is not listed is free text. */
const LISTS = {
	'incident.category': 'category',
	'incident.priority': 'priority',
	'message.priority': 'priority',
	'incident.state': 'incidentState',
	'facility.type': 'facilityType',
	'facility.state': 'facilityState',
	'closure.state': 'closureState',
	'area.role': 'areaRole',
	'section.type': 'sectionType',
	'warning.urgency': 'urgency',
	'warning.certainty': 'certainty',
	'counter.what': 'counter',
	'message.direction': 'direction',
	'message.type': 'messageType',
	'message.decision': 'decision',
	'task.type': 'taskType',
	'task.priority': 'priority',
	'facility.condition': 'condition',
	'facility.power': 'power',
	'area.evacuation': 'evacuation',
	'closure.type': 'closureType',
	'feed.state': 'feedState',
	'warning.responseType': 'responseType',
	'task.command': 'command',
	'task.execution': 'execution',
	'task.noted': 'execution',
	'sensor.property': 'property',
} as const

/** The word for a key of a list that a newer hub may have made longer: the key itself where we lack one. */
function wordIn(list: Readonly<Record<string, string>>, key: string): string {
	return (Object.hasOwn(list, key) ? list[key] : undefined) ?? key
}

function isListed(path: string): path is keyof typeof LISTS {
	return Object.hasOwn(LISTS, path)
}

/** Figures without a unit in their name; heights of a warning stay in feet, as CAP sends them. */
const MEASURES = {
	altitude: 'ft',
	ceiling: 'ft',
	depthMetres: 'm',
	lengthMetres: 'm',
	widthMetres: 'm',
	draughtMetres: 'm',
	clearanceMetres: 'm',
	weightTonnes: 't',
	flow: 'm³/s',
} as const

function isMeasure(field: string): field is keyof typeof MEASURES {
	return Object.hasOwn(MEASURES, field)
}

const TIME_FIELDS: ReadonlySet<string> = new Set(['onset', 'effective', 'due', 'closeBy', 'since', 'lastGood', 'composed', 'deadline'])
const PROSE_FIELDS: ReadonlySet<string> = new Set([
	'description',
	'instruction',
	'remark',
	'cause',
	'text',
	'order',
	'situation',
	'supply',
	'communication',
	'note',
	'means',
	'target',
	'route',
	'safety',
	'reason',
])

type FieldOf = { readonly path: string; readonly field: string; readonly value: unknown }

function valueOf(said: FieldOf, language: Language): FactValue | undefined {
	const { field, value } = said
	if (value === undefined || value === null || value === '') return undefined
	if (field === 'severity') return { type: 'severity', level: Severity.catch('Unknown').parse(value) }
	if (field === 'strength') return strengthValue(value)
	if (typeof value === 'string') return stringValue(value, said, language)
	const text = textOf(said, language)
	return text === undefined ? undefined : { type: 'text', text }
}

function stringValue(value: string, said: FieldOf, language: Language): FactValue {
	if (said.field === 'web' && /^https?:\/\//i.test(value)) return { type: 'web', address: value }
	if (PROSE_FIELDS.has(said.field)) return { type: 'prose', text: value }
	return { type: 'text', text: textOf(said, language) ?? value }
}

function strengthValue(value: unknown): FactValue | undefined {
	const read = Strength.safeParse(value)
	return read.success ? { type: 'strength', strength: read.data } : undefined
}

function textOf({ path, field, value }: FieldOf, { words, formats, now, statusOf }: Language): string | undefined {
	if (isListed(path)) return listedText(words.values[LISTS[path]], value, { words, formats, now })
	if (isNotation(field)) return notationText(field, value, { words, ...(statusOf && { statusOf }) })
	if (field === 'organisation') return wordIn(words.words.organisation, String(value))
	if (isKeyedField(field)) return keyedText(field, value, { words, formats })
	if (TIME_FIELDS.has(field) && typeof value === 'string') return timeText(value, { formats, now })
	if (typeof value === 'number') return figureText(field, value, formats)
	return plainText(value, words)
}

function figureText(field: string, value: number, formats: Formats): string {
	if (field === 'sill' || field === 'crest') return `${formats.figure(value, 2)} m NHN`
	const figure = formats.figure(value, digitsOf(value))
	return isMeasure(field) ? `${figure} ${MEASURES[field]}` : figure
}

/** One key, several, or the state of a register such as an order's. */
function listedText(list: Readonly<Record<string, string>>, value: unknown, language: Language): string | undefined {
	if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((key) => wordIn(list, String(key))).join(', ')
	return isObject(value) ? registerText(wordIn(list, String(value.state)), value, language) : wordIn(list, String(value))
}

function timeText(value: string, { formats, now }: Pick<Language, 'formats' | 'now'>): string {
	const at = readIso(value)
	return at === undefined ? value : formats.time(at, now)
}

/** As many decimals as the figure has, at most two. */
function digitsOf(value: number): number {
	return [0, 1].find((digits) => Number.isInteger((Math.round(value * 1e6) / 1e6) * 10 ** digits)) ?? 2
}

function plainText(value: unknown, words: Messages): string | undefined {
	if (typeof value === 'string') return value
	if (typeof value === 'boolean') return value ? words.values.yes : words.values.no
	if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(String).join(', ')
	return isObject(value) && typeof value.state === 'string' ? value.state : undefined
}

/** What a statement said of one field, in a few words; undefined for what has no short form, such as a text or a set of components. */
export function saidText(kind: EntityKind, said: readonly [string, unknown], language: Language): string | undefined {
	const text = toldText(kind, said, language)
	return text !== undefined && text.length > SHORT_TEXT ? undefined : text
}

/** The same at any length. */
export function toldText(kind: EntityKind, [field, value]: readonly [string, unknown], language: Language): string | undefined {
	switch (field) {
		case 'gate':
			return wordIn(language.words.words.gate, String(value))
		case 'life':
			return wordIn(language.words.detail.life, String(value))
		case 'geometry':
			return pointText(value)
		default:
			return lineOf(valueOf({ path: `${kind}.${field}`, field, value }, language), language)
	}
}

function lineOf(said: FactValue | undefined, { words }: Language): string | undefined {
	if (said?.type === 'severity') return words.words.severity[said.level]
	if (said?.type === 'strength') return formatStrength(said.strength)
	return said?.type === 'text' ? said.text : undefined
}

const SHORT_TEXT = 40

/** A point as UTMREF; an area or a line has no short form. */
function pointText(value: unknown): string | undefined {
	const read = Geometry.safeParse(value)
	if (!read.success || read.data.type !== 'Point') return undefined
	const [lng, lat] = read.data.coordinates
	return formatUtmref({ lat, lng }, 100)
}

/** Everything that was said about it, in the order of its kind; the texts of a warning have a section of their own. */
export function factsOf(thing: Thing, language: Language): readonly Fact[] {
	const { row } = thing
	const fields = new Map<string, unknown>(Object.entries(row.fields))
	const told = fieldsOf(row)
		.filter((field) => !SHOWN_ELSEWHERE.has(field) && !INTERNAL.has(`${row.kind}.${field}`))
		.filter((field) => field !== 'effective' || row.validity?.from === undefined)
		.flatMap((field) => {
			const value = valueOf({ path: `${row.kind}.${field}`, field, value: fields.get(field) }, language)
			return value ? [{ key: field, label: fieldLabel(row.kind, field, language.words), value, ...originOf(row, field) }] : []
		})
	return [...measuredFacts(thing, language), ...told.map((fact) => numbered(fact, thing, language)), ...envelopeFacts(thing, language)]
}

/** Of a kind that only a newer version knows: whatever it has. */
function fieldsOf({ kind, fields }: Thing['row']): readonly string[] {
	return isKnownKind(kind) ? KIND_TRAITS[kind].fields : Object.keys(fields)
}

/** When a field was said and by whom. Of a thing with one source that source is named once, below. */
function originOf({ at, fieldAt, fieldBy, sources }: Thing['row'], field: string): Pick<Fact, 'at' | 'from' | 'fromName'> {
	const said = { at: fieldAt?.[field] ?? at }
	const from = fieldBy?.[field] ?? sources[0]?.source
	if (sources.length < 2 || from === undefined) return said
	const name = sources.find(({ source }) => source === from)?.name
	return { ...said, from, ...(name !== undefined && { fromName: name }) }
}

/** A diary's entry has its number in its book from the journal. */
function numbered(fact: Fact, { row }: Thing, { words }: Language): Fact {
	if (fact.key !== 'book' || row.number === undefined || fact.value.type !== 'text') return fact
	const text = words.values.diaryNumber.replace('{book}', fact.value.text).replace('{number}', String(row.number))
	return { ...fact, value: { type: 'text', text } }
}

function textFact(
	key: string,
	label: string,
	{ text, ...origin }: { readonly text: string } & Pick<Fact, 'at' | 'from' | 'fromName'>,
): Fact {
	return { key, label, value: { type: 'text', text }, ...origin }
}

function measuredFacts(thing: Thing, { words, formats, now }: Language): readonly Fact[] {
	const { measured, row } = thing
	if (!measured) return []
	const said = { at: measured.at, from: measured.source }
	const facts: Fact[] = []
	if (isWaterLevel(thing)) {
		const { level, trend } = gaugeView(thing, now)
		if (level !== undefined) facts.push(textFact('level', words.fields.level, { ...said, text: `${formats.figure(level, 2)} m NHN` }))
		if (trend !== undefined) facts.push(textFact('trend', words.fields.trend, { ...said, text: `${formats.signed(trend)} cm/h` }))
	}
	if (typeof measured.value === 'number' && row.kind === 'sensor')
		facts.push(
			textFact('value', words.fields.value, {
				...said,
				text: `${formats.figure(measured.value, digitsOf(measured.value))} ${row.fields.unit ?? ''}`,
			}),
		)
	if (measured.position)
		facts.push({ key: 'position', label: words.fields.position, value: { type: 'place', position: measured.position }, ...said })
	return [...facts, ...movementOf(thing, formats).map(({ field, text }) => textFact(field, words.fields[field], { ...said, text }))]
}

function envelopeFacts(thing: Thing, { words, formats, now }: Language): readonly Fact[] {
	const { row } = thing
	const facts: Fact[] = [...placeFacts(thing, words)]
	const validity = row.validity && validityText(row.validity, words, { formats, now })
	if (validity) facts.push(textFact('validity', words.fields.validity, { text: validity, ...originOf(row, 'validity') }))
	if (row.confidence)
		facts.push(
			textFact('confidence', words.fields.confidence, { text: words.values.confidence[row.confidence], ...originOf(row, 'confidence') }),
		)
	return facts
}

/** The stated point of a thing whose place is not measured. */
function placeFacts({ row, measured }: Thing, words: Messages): readonly Fact[] {
	if (measured?.position || row.geometry?.type !== 'Point') return []
	const [lng, lat] = row.geometry.coordinates
	const value = { type: 'place', position: { lat, lng } } as const
	return [{ key: 'geometry', label: words.fields.position, value, ...originOf(row, 'geometry') }]
}

function validityText(
	{ from, until }: NonNullable<Thing['row']['validity']>,
	words: Messages,
	times: Pick<Language, 'formats' | 'now'>,
): string | undefined {
	const start = from === undefined ? undefined : timeText(from, times)
	if (until === null) return start === undefined ? words.right.noUntil : words.values.untilOpen.replace('{from}', start)
	const end = until === undefined ? undefined : timeText(until, times)
	if (end === undefined) return start
	return start === undefined
		? words.values.until.replace('{until}', end)
		: words.values.fromUntil.replace('{from}', start).replace('{until}', end)
}
