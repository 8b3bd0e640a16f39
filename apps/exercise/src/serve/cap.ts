import { scenarioAt, startOf, wallAt } from '../scenario/clock.ts'
import { listedAt, messageNamed } from '../scenario/warnings.ts'
import type { Message, WarningArea } from '../scenario/warnings.ts'
import { CYCLE } from '../scenario/water.ts'
import type { Context } from './context.ts'
import { localIso } from './local-time.ts'
import type { Document } from './reply.ts'
import { element, text } from './xml.ts'

export type CapSource = Message['source']

const SENDERS = {
	dwd: { sender: 'uebung-dwd@lagebild.example', name: 'ÜBUNG Deutscher Wetterdienst', prefix: '2.49.0.0.276.0.DWD.UEBUNG' },
	mowas: { sender: 'uebung-DE-HH@lagebild.example', name: 'ÜBUNG Behörde für Inneres Hamburg', prefix: 'mow.DE-HH-UEBUNG' },
} as const

/** An Atom index and its alerts below `/dwd` and `/nina`: OASIS CAP 1.2, every one with status Exercise. */
export function serveCap(source: CapSource, path: string, context: Context): Document | undefined {
	if (path === '/index.atom') return { type: 'application/atom+xml;charset=UTF-8', body: indexOf(source, context) }
	const [, thread, number, surge] = /^\/alerts\/[a-z]+\.\d+\.([a-z]+)\.(\d{1,2})\.(\d{1,6})\.xml$/.exec(path) ?? []
	if (thread === undefined || number === undefined || surge === undefined) return undefined
	const message = messageNamed(thread, Number(number))
	if (message?.source !== source) return undefined
	return { type: 'application/cap+xml;charset=UTF-8', body: alertOf(message, Number(surge), context) }
}

function sentAt(message: Message, surge: number, { clock }: Context): number {
	return Math.floor(wallAt(clock, message.at + surge * CYCLE) / 1_000) * 1_000
}

/** Names of one run of the exercise: a new data folder begins another, and its messages are others. */
function nameOf({ source, thread, number }: Message, surge: number, { clock }: Context): string {
	return `${source}.${Math.floor(startOf(clock) / 1_000)}.${thread}.${number}.${surge}`
}

function identifierOf(message: Message, surge: number, context: Context): string {
	return `${SENDERS[message.source].prefix}.${nameOf(message, surge, context)}`
}

function indexOf(source: CapSource, context: Context): string {
	const listed = listedAt(source, scenarioAt(context.clock, context.now))
	const home = `${context.base}/${source === 'dwd' ? 'dwd' : 'nina'}`
	const newest = Math.max(startOf(context.clock), ...listed.map(({ message, surge }) => sentAt(message, surge, context)))
	const entries = listed.map(({ message, surge }) => entryOf(message, surge, { home, context }))
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:cap="urn:oasis:names:tc:emergency:cap:1.2">',
		`<id>${home}/index.atom</id><title>${text(SENDERS[source].name)}</title><updated>${localIso(newest)}</updated>`,
		`<author><name>${text(SENDERS[source].name)}</name></author><link rel="self" href="${home}/index.atom"/>`,
		...entries,
		'</feed>\n',
	].join('\n')
}

function entryOf(message: Message, surge: number, { home, context }: { readonly home: string; readonly context: Context }): string {
	const sent = localIso(sentAt(message, surge, context))
	const headline = message.texts['de-DE']?.headline ?? message.thread
	const href = `${home}/alerts/${nameOf(message, surge, context)}.xml`
	return [
		`<entry><id>${identifierOf(message, surge, context)}</id><title>${text(headline)}</title>`,
		`<updated>${sent}</updated><published>${sent}</published><link type="application/cap+xml" href="${href}"/>`,
		`<cap:status>Exercise</cap:status><cap:msgType>${message.msgType}</cap:msgType><cap:severity>${message.severity}</cap:severity></entry>`,
	].join('')
}

function alertOf(message: Message, surge: number, context: Context): string {
	const { sender, name } = SENDERS[message.source]
	const infos = Object.entries(message.texts).map(([language, words]) => infoOf({ message, surge, language, words, name }, context))
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">',
		element('identifier', identifierOf(message, surge, context)),
		element('sender', sender),
		element('sent', localIso(sentAt(message, surge, context))),
		element('status', 'Exercise'),
		element('msgType', message.msgType),
		element('scope', 'Public'),
		element('note', 'ÜBUNG - EXERCISE'),
		referencesOf(message, surge, context),
		...infos,
		'</alert>\n',
	].join('\n')
}

/** An Update or Cancel names all messages of its thread before it. */
function referencesOf(message: Message, surge: number, context: Context): string {
	const before = Array.from({ length: message.number }, (_, number) => messageNamed(message.thread, number)).filter(
		(one) => one !== undefined,
	)
	const references = before.map(
		(one) => `${SENDERS[one.source].sender},${identifierOf(one, surge, context)},${localIso(sentAt(one, surge, context))}`,
	)
	return references.length > 0 ? element('references', references.join(' ')) : ''
}

type Info = {
	readonly message: Message
	readonly surge: number
	readonly language: string
	readonly words: Message['texts'][string]
	readonly name: string
}

function infoOf({ message, surge, language, words, name }: Info, { clock }: Context): string {
	const time = (tag: string, at: number | undefined): string =>
		at === undefined ? '' : element(tag, localIso(wallAt(clock, at + surge * CYCLE)))
	return [
		`<info>${element('language', language)}${element('category', message.source === 'dwd' ? 'Met' : 'Safety')}${element('event', words.event)}`,
		message.responseType.map((type) => element('responseType', type)).join(''),
		element('urgency', message.urgency) + element('severity', message.severity) + element('certainty', message.certainty),
		time('effective', message.at) + time('onset', message.onset) + time('expires', message.expires),
		element('senderName', name) + element('headline', words.headline) + element('description', words.description),
		words.instruction === undefined ? '' : element('instruction', words.instruction),
		`<area>${element('areaDesc', AREAS[message.area].name)}${element('polygon', AREAS[message.area].polygon)}`,
		'<geocode><valueName>ARS</valueName><value>020000000000</value></geocode></area></info>',
	].join('\n')
}

/** CAP writes latitude first. The outlines are drawn by hand and rough. */
const AREAS: Readonly<Record<WarningArea, { readonly name: string; readonly polygon: string }>> = {
	hamburg: {
		name: 'Freie und Hansestadt Hamburg',
		polygon:
			'53.565,9.735 53.62,9.77 53.61,9.86 53.655,9.905 53.68,9.99 53.72,10.07 53.735,10.16 53.66,10.2 53.6,10.2 53.55,10.17 53.515,10.21 53.495,10.3 53.43,10.32 53.395,10.24 53.41,10.13 53.455,10.06 53.42,9.98 53.43,9.91 53.475,9.82 53.53,9.74 53.565,9.735',
	},
	hafen: {
		name: 'Hafen Hamburg und tidebeeinflusste Gebiete außerhalb der Deiche',
		polygon:
			'53.542,9.862 53.5445,9.93 53.547,9.972 53.5415,10.008 53.529,10.036 53.517,10.045 53.523,10.012 53.514,9.992 53.496,9.981 53.486,9.965 53.507,9.932 53.523,9.9 53.535,9.868 53.542,9.862',
	},
	wilhelmsburg: {
		name: 'Hamburg-Wilhelmsburg, Reiherstiegviertel',
		polygon: '53.513,9.978 53.5125,10.0 53.506,10.006 53.499,10.0 53.4985,9.984 53.505,9.977 53.513,9.978',
	},
	elbe: {
		name: 'Unterelbe bei Hamburg',
		polygon: '53.59,9.64 53.6,9.76 53.575,9.9 53.57,10.03 53.5,10.1 53.45,10.08 53.47,9.95 53.51,9.84 53.53,9.66 53.59,9.64',
	},
}
