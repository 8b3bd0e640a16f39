import type { Submission } from '@lagebild/model/event.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { isObject } from '../json.ts'
import { mapDocument } from './adapter.ts'
import { printableLines } from './columns.ts'
import type { Screen } from './columns.ts'
import type { Mapping } from './definition.ts'
import { versionOf } from './document.ts'
import type { MappedDocument } from './document.ts'
import type { MappedItem } from './item.ts'
import { namesRead } from './names-read.ts'

export type DryRun = {
	readonly definition: Mapping
	readonly bytes: Uint8Array
	readonly feed: string
	readonly received: Instant
	readonly screen: Screen
}

export type DryRunResult = { readonly lines: readonly string[]; readonly readable: boolean }

/** Items that are shown one by one. */
const MOST_SHOWN = 50

/** What a mapping makes of a document, item by item: as it came, what it becomes, and what was left out and why. */
export function sideBySide({ definition, bytes, feed, received, screen }: DryRun): DryRunResult {
	const document = mapDocument(bytes, { feed, received }, definition)
	if (document.type === 'refused') {
		const { reason, message, path } = document.reject
		return { lines: [heading(definition), '', `  ! ${path === undefined ? '' : `${path}: `}${message} (${reason})`], readable: false }
	}
	const used = namesRead(definition)
	const all = [...document.items.map((item) => ({ item, double: false })), ...document.doubles.map((item) => ({ item, double: true }))]
	const shown = all.slice(0, MOST_SHOWN).flatMap(({ item, double }, i) => block(item, { number: i + 1, double, used, screen }))
	const more = all.length > MOST_SHOWN ? [`… and ${all.length - MOST_SHOWN} more items; --lines prints all of them`, ''] : []
	const readable = all.length === 0 || all.some(({ item }) => item.outcome !== 'refused')
	return { lines: [heading(definition), '', ...shown, ...more, summary(document)], readable }
}

function heading(definition: Mapping): string {
	return `${definition.name ?? 'mapping'} · ${definition.kind} · ${definition.mode} · version ${versionOf(definition)}`
}

function summary({ items, doubles }: Extract<MappedDocument, { type: 'items' }>): string {
	const of = (outcome: MappedItem['outcome']): number => items.filter((item) => item.outcome === outcome).length
	const values = items.reduce((sum, { observations }) => sum + observations.length, 0)
	const remarks = items.reduce((sum, { notes }) => sum + notes.length, 0)
	const counts = [`${of('mapped')} mapped`, `${of('left-out')} left out by where`, `${of('refused')} refused`]
	const more = [
		...(doubles.length > 0 ? [`${doubles.length} older of the same id`] : []),
		...(values > 0 ? [`${values} values`] : []),
		`${remarks} remarks`,
	]
	return `${items.length + doubles.length} items: ${[...counts, ...more].join(', ')}`
}

type Shown = { readonly number: number; readonly double: boolean; readonly used: ReadonlySet<string>; readonly screen: Screen }

const OUTCOMES = { mapped: 'mapped', 'left-out': 'left out by where', refused: 'refused' } as const

function block(item: MappedItem, { number, double, used, screen }: Shown): readonly string[] {
	const outcome = double ? 'left out: a newer one of the same id is in the document' : OUTCOMES[item.outcome]
	const raw = JSON.stringify(item.raw, null, 2).split('\n')
	const unused = isObject(item.raw) ? Object.keys(item.raw).filter((key) => !used.has(key)) : []
	return [
		...printableLines({ title: `${number} · ${outcome}`, left: raw, right: double ? [] : mappedLines(item) }, screen),
		...item.notes.map(({ path, message }) => `  ! ${path === '' ? '' : `${path}: `}${message}`),
		...(unused.length > 0 && item.outcome === 'mapped' ? [`  · not used: ${unused.slice(0, 40).join(', ')}`] : []),
		'',
	]
}

function mappedLines({ events, observations, positions, over }: MappedItem): readonly string[] {
	const values = observations.map(valueLine)
	return [
		...events.flatMap(eventLines),
		...(positions ? positionLines(positions) : []),
		...(values.length > 0 ? ['values', ...values] : []),
		...(over ? ['it is over'] : []),
	]
}

function valueLine({ entity, observed, value, quality }: MappedItem['observations'][number]): string {
	const mark = quality === undefined ? '' : ` (${quality})`
	return `  ${entity.slice(entity.lastIndexOf('/') + 1)} = ${value ?? 'no value'}${mark} at ${observed}`
}

function positionLines({ lat, lng, observed, course, speed }: NonNullable<MappedItem['positions']>): readonly string[] {
	return [
		`position = ${lat.join()}, ${lng.join()} at ${observed.join()}`,
		...(course ? [`  course = ${course.join()}°`] : []),
		...(speed ? [`  speed = ${speed.join()} m/s`] : []),
	]
}

function eventLines(event: Submission): readonly string[] {
	const { entity, op, times = {}, status, validity, label } = event
	const payload = op === 'upsert' ? event.payload : {}
	return [
		`${op} ${entity}`,
		...Object.entries({ ...times, ...(status && { status }), ...(label && { label: label.level }) }).map(
			([name, text]) => `  ${name} = ${text}`,
		),
		...(validity ? [`  holds = ${validity.from ?? ''} … ${validity.until ?? 'no end known'}`] : []),
		...placeLines(event),
		...Object.entries(payload).map(([field, value]) => `  ${field} = ${typeof value === 'string' ? value : JSON.stringify(value)}`),
	]
}

function placeLines(event: Submission): readonly string[] {
	if (event.op !== 'upsert') return []
	const first = event.geometry ? verticesOf(event.geometry)[0] : undefined
	if (!event.geometry || !first) return event.kind === 'unit' || event.kind === 'track' ? [] : ['  place = none']
	const [lng, lat] = first
	return [`  place = ${event.geometry.type} ${lat.toFixed(5)}, ${lng.toFixed(5)} (lat, lng)`]
}
