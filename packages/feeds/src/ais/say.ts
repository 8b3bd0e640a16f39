import type { EntityId } from '@lagebild/model/ids.ts'
import { entityId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'

import { contentHash } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { prose } from '../text.ts'
import type { AisFacts, AisMessage, Rhythm } from './message.ts'
import { bearerOf, isDistress } from './mmsi.ts'
import type { Bearer } from './mmsi.ts'
import type { AisOptions } from './options.ts'
import { navigationalStatus } from './words.ts'

export type Told = { readonly feed: string; readonly options: AisOptions; readonly at: number | undefined }

/** A statement, and what it is about: of one thing's statements about the same only the last change counts. */
export type Said = { readonly slot: string; readonly statement: Unnamed }

/**
 * Everybody who is heard has a track, made by a statement that is older than everything that is heard: it says nothing but the MMSI, always in
 * the same words, so that neither its repetition nor a restart takes back what was said since.
 */
export const BEFORE_ALL = '2000-01-01T00:00:00.000Z'

const TYPES: Readonly<Partial<Record<Bearer, string>>> = {
	aircraft: 'search and rescue aircraft',
	base: 'base station',
	aid: 'aid to navigation',
	craft: 'auxiliary craft',
	sart: 'search and rescue transmitter (AIS-SART)',
	mob: 'man overboard transmitter (AIS-MOB)',
	epirb: 'emergency beacon (EPIRB-AIS)',
}

export function trackOf(feed: string, mmsi: string): EntityId {
	return entityId('track', feed, mmsi)
}

export function introduction(feed: string, mmsi: string): Unnamed {
	return {
		kind: 'track',
		entity: trackOf(feed, mmsi),
		op: 'upsert',
		times: { observed: BEFORE_ALL },
		backfill: true,
		provenance: { externalId: mmsi },
		payload: { name: `MMSI ${mmsi}`, ...identity(mmsi) },
	}
}

/** What the MMSI says by itself. */
function identity(mmsi: string): { readonly mmsi: string; readonly type?: string } {
	const type = TYPES[bearerOf(mmsi)]
	return { mmsi, ...(type !== undefined && { type }) }
}

/** Boats and buoys tell their sort more exactly in messages of their own. */
const TELLING: ReadonlySet<Bearer> = new Set<Bearer>(['ship', 'craft', 'aid'])

/** It is said again with the reports, so that nobody wonders at the age of the first word. */
function lastingIdentity(mmsi: string): ReturnType<typeof identity> {
	return TELLING.has(bearerOf(mmsi)) ? { mmsi } : identity(mmsi)
}

/** What one message says beside the place. */
export function statementsOf(message: AisMessage, told: Told): readonly Said[] {
	return [...movementOf(message, told), ...factsOf(message, told), ...distressOf(message, told), ...textOf(message, told)]
}

type Common = { readonly times?: { readonly observed: string }; readonly provenance: { readonly externalId: string } }

/** Without a time that anybody but ourselves gave, the hub's receipt counts. */
function common({ mmsi }: AisMessage, { at }: Told): Common {
	return { ...(at !== undefined && { times: { observed: iso(at) } }), provenance: { externalId: mmsi } }
}

function patch(message: AisMessage, told: Told, payload: AisFacts): Unnamed {
	return { ...common(message, told), kind: 'track', entity: trackOf(told.feed, message.mmsi), op: 'patch', payload: { ...payload } }
}

function movementOf(message: AisMessage, told: Told): readonly Said[] {
	if (message.rhythm === undefined) return []
	const { status } = message
	const navStatus = status === undefined ? {} : { navStatus: navigationalStatus(status) ?? null }
	return [
		{ slot: 'movement', statement: patch(message, told, { ...lastingIdentity(message.mmsi), ...navStatus, everyMs: everyMs(message) }) },
	]
}

const OFTEN_MS = 60_000
const SELDOM_MS = 180_000
const AT_REST: ReadonlySet<number> = new Set([1, 5, 6])

/**
 * Ships under way report every 2 to 30 s, those at rest every 3 min. Three times that is stale, but never sooner than after 3 min: a receiver
 * does not hear every report.
 */
function everyMs({ rhythm, status = 0, knots }: AisMessage): number {
	const speed = knots ?? 0
	const rests: Readonly<Record<Rhythm, boolean>> = {
		'class-a': AT_REST.has(status) && speed <= 3,
		'class-b': speed <= 2,
		steady: false,
		slow: true,
	}
	return rhythm && rests[rhythm] ? SELDOM_MS : OFTEN_MS
}

function factsOf(message: AisMessage, told: Told): readonly Said[] {
	const { facts = {}, ext, type } = message
	if (Object.keys(facts).length === 0) return []
	const statement = {
		...patch(message, told, { mmsi: message.mmsi, ...facts }),
		...(ext && { ext: { ais: { messageType: type, ...ext } } }),
	}
	return [{ slot: `facts ${Object.keys(facts).join(' ')}`, statement }]
}

/** A transmitter of distress that is tried has no status; whatever else it says is no test. */
const TRIED = 15
const WORDS = { sart: 'AIS-SART', mob: 'AIS-MOB', epirb: 'EPIRB-AIS' } as const
const PERSON = { mob: 'Person over board', sart: 'Survival craft in distress', epirb: 'Ship in distress' } as const

/** Whether a transmitter of distress says that it is tried: by its status, or in the text that it sends along. */
function isTest({ status, text }: AisMessage): boolean | undefined {
	if (text !== undefined) return /\bTEST\b/i.test(text)
	return status === undefined ? undefined : status === TRIED
}

/** An alarm for people to look at, and an incident that nobody has confirmed; a test is told and is none. One a day and transmitter. */
function distressOf(message: AisMessage, told: Told): readonly Said[] {
	const bearer = bearerOf(message.mmsi)
	const test = isTest(message)
	if (!isDistress(bearer) || test === undefined) return []
	const transmitter = `${WORDS[bearer]} ${message.mmsi}`
	const { feed, at } = told
	const native = at === undefined ? message.mmsi : `${message.mmsi}.${iso(at).slice(0, 10)}`
	const about = [{ rel: 'about' as const, to: trackOf(feed, message.mmsi) }]
	const base = { ...common(message, told), op: 'upsert' as const, links: about, ...roughPlace(message) }
	const title = test ? `TEST: ${transmitter}` : `${PERSON[bearer]}: ${transmitter}`
	const alarm: Unnamed = {
		...base,
		kind: 'alarm',
		entity: entityId('alarm', feed, native),
		payload: { title, severity: test ? 'Minor' : 'Extreme', about: transmitter, cause: 'AIS' },
	}
	if (test) return [{ slot: 'alarm', statement: alarm }]
	const incident: Unnamed = {
		...base,
		kind: 'incident',
		entity: entityId('incident', feed, native),
		confidence: 'unverified',
		payload: {
			title,
			category: bearer === 'mob' ? 'person-in-danger' : 'ship-accident',
			state: 'reported',
			priority: 'blitz',
			reporter: transmitter,
		},
	}
	return [
		{ slot: 'alarm', statement: alarm },
		{ slot: 'incident', statement: incident },
	]
}

function rough(degrees: number): number {
	return Math.round(degrees * 1_000) / 1_000
}

/** To some 100 m, so that drifting is no news each time; the track has it exactly. */
function roughPlace({ fix }: AisMessage): Pick<Extract<Unnamed, { op: 'upsert' }>, 'geometry' | 'accuracyMetres'> {
	if (!fix) return {}
	return { geometry: { type: 'Point', coordinates: [rough(fix.lng), rough(fix.lat)] }, accuracyMetres: 100 }
}

/** A safety related text to all. The same words of the same ship on one day are one message. */
function textOf(message: AisMessage, told: Told): readonly Said[] {
	const { mmsi } = message
	const text = prose(message.text)
	const { feed, options, at } = told
	if (text === undefined || !options.texts || isDistress(bearerOf(mmsi))) return []
	const day = at === undefined ? '' : iso(at).slice(0, 10)
	const native = `${mmsi}.${contentHash([day, text]).slice(0, 24)}`
	const statement: Unnamed = {
		...common(message, told),
		kind: 'message',
		entity: entityId('message', feed, native),
		op: 'upsert',
		confidence: 'unverified',
		links: [{ rel: 'about', to: trackOf(feed, mmsi) }],
		payload: { type: 'report', text, from: `MMSI ${mmsi}`, channel: 'AIS', direction: 'in' },
	}
	return [{ slot: 'text', statement }]
}
