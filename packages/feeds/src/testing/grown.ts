import { zipSync } from 'fflate'

import { samplesOf } from './samples.ts'
import type { Sample } from './samples.ts'

/** Longest input that a source of a format usually sends, bytes; a format that is not named here sends little. */
const USUAL: Readonly<Record<string, number>> = {
	ais: 64_000,
	bsh: 150_000,
	cap: 100_000,
	cot: 64_000,
	/** Of the files inside: some 250 of them, as on the day of a storm. */
	dwd: 2_000_000,
	geojson: 500_000,
	mapping: 100_000,
	nina: 200_000,
	pegelonline: 500_000,
	sensorthings: 200_000,
	ttn: 64_000,
}

export function usualBytes(format: string): number {
	return USUAL[format] ?? 64_000
}

/** The sample from which documents of any length are made: the one that says most. */
const LARGEST: Readonly<Record<string, string>> = {
	ais: 'known.nmea',
	bsh: 'page.json',
	cap: 'dwd-eight-languages.xml',
	cot: 'units.xml',
	dwd: 'single.xml',
	geojson: 'gates.json',
	mapping: 'autobahn-a7.json',
	nina: 'mapdata-dwd.json',
	pegelonline: 'stations.json',
	sensorthings: 'datastreams.json',
	ttn: 'storage.jsonl',
}

export function seedOf(format: string): Sample {
	const samples = samplesOf(format)
	const largest = samples.toSorted((a, b) => b.bytes.length - a.bytes.length)[0]
	const seed = samples.find(({ name }) => name === LARGEST[format]) ?? largest
	if (!seed) throw new Error(`${format} has no sample`)
	return seed
}

/** A document of about so many bytes: what a sample lists, again and again, each time as other things. */
export function grown(format: string, bytes: number): Uint8Array {
	const seed = seedOf(format)
	const text = Buffer.from(seed.bytes).toString('utf8')
	if (format === 'dwd') return archive(text, bytes)
	const times = Math.max(1, Math.round(bytes / text.length))
	return Buffer.from(inJson(text, bytes) ?? inXml(text, times) ?? inLines(text, times))
}

function archive(text: string, bytes: number): Uint8Array {
	const count = Math.max(1, Math.round(bytes / text.length))
	return zipSync(Object.fromEntries(Array.from({ length: count }, (_, i) => [`warning-${i}.xml`, Buffer.from(renamed(text, i))])))
}

function renamed(text: string, i: number): string {
	return text
		.replaceAll(/(?<=<(?:[a-z]+:)?(?:identifier|id|guid)>)[^<]*/g, (id) => `${id}-${i}`)
		.replaceAll(/(?<= uid=")[^"]*/g, (id) => `${id}-${i}`)
}

const IDS = /^(?:@iot\.id|id|uuid|identifier|number|shortname|device_id|globalid)$/i

/** The longest list of a JSON document, again and again; undefined when the text is none. */
function inJson(text: string, bytes: number): string | undefined {
	let document: unknown
	try {
		document = JSON.parse(text)
	} catch {
		return undefined
	}
	const list = longestList(document) ?? [document]
	const own = JSON.stringify(list)
	const times = Math.max(1, Math.round(bytes / own.length))
	const items = Array.from({ length: times }, (_, i) => list.map((item) => other(item, i))).flat()
	return JSON.stringify(list[0] === document ? items : replaced(document, { list: own, items }))
}

function other(value: unknown, i: number): unknown {
	if (Array.isArray(value)) return value.map((item) => other(item, i))
	if (typeof value !== 'object' || value === null) return value
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, IDS.test(key) ? otherId(item, i) : other(item, i)]))
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/i

function otherId(id: unknown, i: number): unknown {
	if (typeof id === 'number') return id + i * 1_000
	if (typeof id !== 'string' || i === 0) return id
	return UUID.test(id) ? `${i.toString(16).padStart(8, '0')}${id.slice(8)}` : `${id}-${i}`
}

function longestList(value: unknown): readonly unknown[] | undefined {
	if (Array.isArray(value) && value.every((item) => typeof item === 'object')) return value.map((item: unknown) => item)
	if (typeof value !== 'object' || value === null) return undefined
	const lists = Object.values(value).flatMap((item) => [longestList(item) ?? []])
	return lists.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length).find(({ length }) => length > 0)
}

function replaced(value: unknown, by: { readonly list: string; readonly items: unknown }): unknown {
	if (Array.isArray(value)) return JSON.stringify(value) === by.list ? by.items : value
	if (typeof value !== 'object' || value === null) return value
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, by)]))
}

/** What stands in the first element again and again, or the whole where documents follow one another. */
function inXml(text: string, times: number): string | undefined {
	const body = text.replace(/^\s*<\?xml[^>]*>/, '').trim()
	const [, open = '', name = ''] = /^(<([A-Za-z:]+)[^>]*>)/.exec(body) ?? []
	if (open === '') return undefined
	const close = `</${name}>`
	if (body.split(close).length > 2) return Array.from({ length: times }, (_, i) => renamed(body, i)).join('\n')
	const lists = /<(info|entry|item)>[\s\S]*<\/\1>/.exec(body)
	if (!lists) return undefined
	const inside = Array.from({ length: times }, () => lists[0]).join('')
	return `${body.slice(0, lists.index)}${inside}${body.slice(lists.index + lists[0].length)}`
}

function inLines(text: string, times: number): string {
	return Array.from({ length: times }, () => text.trimEnd()).join('\n')
}
