import { createHash } from 'node:crypto'

import { cap } from '@lagebild/feeds/cap/adapter.ts'
import { CapOptions } from '@lagebild/feeds/cap/options.ts'
import { readXml } from '@lagebild/feeds/xml/read.ts'
import { instant } from '@lagebild/model/time.ts'

import { median, spreadOf } from './measure.ts'
import type { Bench, BenchOptions, Finding } from './measure.ts'

const MESSAGES = 50
const RECEPTION = { feed: 'bench', received: instant(Date.UTC(2026, 10, 21, 20)) }
const OPTIONS = CapOptions.parse({})

/** A message of 4.8 kB with two languages, each with an outline of 60 points. */
function message(n: number): Buffer {
	const points = Array.from({ length: 60 }, (_, i) => {
		const turn = (i / 60) * 2 * Math.PI
		return `${(53.5 + Math.sin(turn) / 5 + n / 1_000).toFixed(4)},${(9.9 + Math.cos(turn) / 3).toFixed(4)}`
	})
	const polygon = [...points, points[0]].join(' ')
	const info = (language: string): string =>
		`<info><language>${language}</language><category>Met</category><event>STURMFLUT</event><responseType>Prepare</responseType><urgency>Expected</urgency><severity>Severe</severity><certainty>Likely</certainty><eventCode><valueName>II</valueName><value>54</value></eventCode><effective>2026-11-21T19:00:00+01:00</effective><onset>2026-11-21T20:00:00+01:00</onset><expires>2026-11-22T06:00:00+01:00</expires><senderName>Deutscher Wetterdienst</senderName><headline>Amtliche WARNUNG vor STURM &amp; FLUT</headline><description>Es treten Sturmböen mit Geschwindigkeiten zwischen 60 km/h und 85 km/h aus westlicher Richtung auf. In Schauernähe sowie in exponierten Lagen muss mit schweren Sturmböen gerechnet werden.</description><instruction>Halten Sie Abstand zu Gebäuden, Bäumen und Gerüsten.</instruction><web>https://www.wettergefahren.de</web><contact>Deutscher Wetterdienst</contact><parameter><valueName>gusts</valueName><value>60-85 [km/h]</value></parameter><area><areaDesc>Hamburg</areaDesc><polygon>${polygon}</polygon><geocode><valueName>WARNCELLID</valueName><value>102000000</value></geocode></area></info>`
	return Buffer.from(
		`<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>2.49.0.0.276.0.DWD.${n}</identifier><sender>opendata@dwd.de</sender><sent>2026-11-21T19:00:00+01:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>${info('de-DE')}${info('en-US')}</alert>`,
	)
}

type Scanned = { readonly name: string; readonly attributes: Map<string, string> | undefined; readonly children: Scanned[]; text: string }

/** A tree out of markup that is taken to be right: nothing is checked, nothing is limited, prefixes stay. The floor. */
function scan(bytes: Buffer): Scanned {
	const text = bytes.toString()
	const root: Scanned = { name: '', attributes: undefined, children: [], text: '' }
	const open: Scanned[] = []
	let top = root
	for (let at = text.indexOf('<'); at >= 0;) {
		const end = text.indexOf('>', at)
		const mark = text.charCodeAt(at + 1)
		if (mark === SLASH) top = open.pop() ?? root
		else if (mark !== QUESTION && mark !== BANG) {
			const element = elementOf(text.slice(at + 1, end))
			top.children.push(element)
			if (text.charCodeAt(end - 1) !== SLASH) {
				open.push(top)
				top = element
			}
		}
		at = text.indexOf('<', end)
		if (at > end + 1) top.text += unescaped(text.slice(end + 1, at))
	}
	return root
}

const SLASH = 47
const QUESTION = 63
const BANG = 33
const SIGNS: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function elementOf(tag: string): Scanned {
	const blank = tag.indexOf(' ')
	if (blank < 0) return { name: tag, attributes: undefined, children: [], text: '' }
	const attributes = new Map<string, string>()
	for (const [, name = '', value = ''] of tag.matchAll(/([^\s=]+)="([^"]*)"/g)) attributes.set(name, unescaped(value))
	return { name: tag.slice(0, blank), attributes, children: [], text: '' }
}

function unescaped(text: string): string {
	return text.includes('&') ? text.replaceAll(/&(\w+);/g, (_, name: string) => SIGNS[name] ?? '') : text
}

function textIn(element: Scanned | undefined, name: string): string {
	return element?.children.find((child) => child.name === name)?.text ?? ''
}

/** What a statement of such a message holds, out of that tree, unchecked: words by language, outline, times and a name by its content. */
function told(bytes: Buffer): unknown {
	const alert = scan(bytes).children[0]
	const infos = alert?.children.filter(({ name }) => name === 'info') ?? []
	const lead = infos[0]
	const area = lead?.children.find(({ name }) => name === 'area')
	const statement = {
		kind: 'warning',
		entity: `warning:bench:${textIn(alert, 'identifier')}`,
		op: 'upsert',
		status: textIn(alert, 'status').toLowerCase(),
		times: { observed: textIn(alert, 'sent') },
		validity: { from: textIn(lead, 'onset'), until: textIn(lead, 'expires') },
		geometry: {
			type: 'MultiPolygon',
			coordinates: [
				[
					textIn(area, 'polygon')
						.split(' ')
						.map((pair) => pair.split(',').map(Number).toReversed()),
				],
			],
		},
		payload: {
			...Object.fromEntries(['event', 'severity', 'urgency', 'certainty', 'senderName', 'web'].map((name) => [name, textIn(lead, name)])),
			texts: Object.fromEntries(
				infos.map((info) => [
					textIn(info, 'language'),
					Object.fromEntries(['event', 'headline', 'description', 'instruction'].map((name) => [name, textIn(info, name)])),
				]),
			),
			areas: [textIn(area, 'areaDesc')],
		},
	}
	return { ...statement, id: createHash('sha256').update(JSON.stringify(statement)).digest('hex') }
}

type Work = (bytes: Buffer) => void

/** Thread time of one message, µs, in turns. */
function inTurns<Name extends string>(works: Readonly<Record<Name, Work>>, quick: boolean): (name: Name) => readonly number[] {
	const messages = Array.from({ length: MESSAGES }, (_, n) => message(n))
	const [rounds, repeats] = quick ? [3, 2] : [15, 60]
	const seen = new Map<string, number[]>()
	for (let round = 0; round < rounds; round += 1) {
		for (const [name, work] of Object.entries<Work>(works)) {
			const begun = process.threadCpuUsage()
			for (let i = 0; i < repeats; i += 1) messages.forEach(work)
			const { user, system } = process.threadCpuUsage(begun)
			if (round >= rounds / 4) seen.set(name, [...(seen.get(name) ?? []), (user + system) / (repeats * MESSAGES)])
		}
	}
	return (name) => seen.get(name) ?? []
}

/** CAP against a hand-written scanner without checks. */
export const capBench: Bench = ({ quick }: BenchOptions): readonly Finding[] => {
	const seen = inTurns(
		{ scanned: scan, tree: (bytes) => readXml(bytes), told, event: (bytes) => cap.parse(bytes, RECEPTION, OPTIONS) },
		quick,
	)
	const tree = ratio('cap tree', [seen('scanned'), seen('tree')], 'CAP to tree, of what a scanner without checks reaches')
	const event = ratio(
		'cap event',
		[seen('told'), seen('event')],
		'CAP to event, named and checked by its schema, of what that scanner and the same words unchecked reach',
	)
	return [tree, event]
}

function ratio(name: string, [floor, own]: readonly [readonly number[], readonly number[]], what: string): Finding {
	const ratios = own.map((time, i) => (floor[i] ?? time) / time)
	const detail = `${what}: ${median(own).toFixed(1)} µs and ${median(floor).toFixed(1)} µs a message`
	return { name, seen: median(ratios), bound: 0.25, atLeast: true, unit: '×', spread: spreadOf(ratios), detail }
}
