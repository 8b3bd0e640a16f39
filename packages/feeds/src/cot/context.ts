import { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { iso } from '@lagebild/model/time.ts'

import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { line, prose } from '../text.ts'
import { attributeOf, childOf } from './event.ts'
import type { CotElement, CotEvent } from './event.ts'
import type { CotOptions } from './options.ts'
import type { CotFault } from './read-xml.ts'
import { meaningOf } from './types.ts'
import type { Meaning } from './types.ts'

/** A measured place of a thing that moves. */
export type Fix = {
	readonly entity: EntityId
	/** UTC. */
	readonly observed: string
	readonly lat: number
	readonly lng: number
	readonly course: number | null
	readonly speed: number | null
	readonly accuracy: number | null
	readonly status?: 'actual' | 'exercise' | 'test'
}

/** What one message says. */
export type CotStatement = {
	readonly statement?: Unnamed
	readonly fix?: Fix
	readonly faults: readonly CotFault[]
}

export type CotContext = {
	readonly feed: string
	readonly options: CotOptions
	/** What this source has told under a uid. */
	readonly known: (uid: string) => EntityId | undefined
}

const KIND_OF: Readonly<Record<Meaning, EntityKind | undefined>> = {
	unit: 'unit',
	track: 'track',
	chat: 'message',
	emergency: 'alarm',
	casualty: 'incident',
	marker: 'area',
	route: 'area',
	shape: 'area',
	delete: undefined,
	protocol: undefined,
}

/** The thing that a uid of this type names; undefined for what is none. */
export function entityOf(uid: string, type: string, { feed, options }: Pick<CotContext, 'feed' | 'options'>): EntityId | undefined {
	const meaning = meaningOf(type)
	const kind = meaning && KIND_OF[meaning]
	if (kind === undefined) return undefined
	return (kind === 'unit' ? ownUnit(uid, options) : undefined) ?? idOf(kind, feed, uid)
}

/** The unit that a device reports for by configuration. */
export function ownUnit(uid: string, { units }: CotOptions): EntityId | undefined {
	return Object.hasOwn(units, uid) ? units[uid] : undefined
}

const PLAIN = /^[\w.:{}-]{1,200}$/

/** A uid with other characters, as chat has with its blanks, is escaped so that it can be read back (`uidIn`). */
export function idOf(kind: EntityKind, feed: string, uid: string): EntityId {
	if (PLAIN.test(uid)) return EntityId.parse(`${kind}:${feed}:${uid}`)
	return feedEntity(kind, feed, encodeURIComponent(uid.toWellFormed()))
}

/** The uid of a native key; undefined for one that was too long to be kept. */
export function uidIn(native: string): string | undefined {
	if (native.startsWith('sha256-')) return undefined
	try {
		return decodeURIComponent(native)
	} catch {
		return undefined
	}
}

export function badPlace({ badPoint }: CotEvent): readonly CotFault[] {
	return badPoint === undefined ? [] : [{ reason: 'bad-position', message: badPoint, path: 'event.point' }]
}

type Status = { readonly status?: 'actual' | 'exercise' | 'test' }

const STATUS: ReadonlyMap<string, Status> = new Map([
	['o', { status: 'actual' }],
	['e', { status: 'exercise' }],
	['s', { status: 'test' }],
])

/** Exercise and simulation by `opex`; joker and faker are roles that only exercises have. */
export function statusOf({ opex, type }: Pick<CotEvent, 'opex' | 'type'>): Status {
	if (type.startsWith('a-j') || type.startsWith('a-k')) return { status: 'exercise' }
	return (opex === undefined ? undefined : STATUS.get(opex.charAt(0).toLowerCase())) ?? {}
}

type Common = Status & {
	readonly entity: EntityId
	readonly times: { readonly observed: string; readonly sent: string }
	readonly provenance: { readonly externalId: string }
}

/** Of every statement. */
export function common(event: CotEvent, entity: EntityId): Common {
	const at = iso(event.time)
	return { entity, times: { observed: at, sent: at }, ...statusOf(event), provenance: { externalId: event.uid } }
}

/** Name of a thing: its call sign, else its uid. */
export function nameOf({ detail, uid }: CotEvent): string {
	return line(attributeOf(detail, 'contact', 'callsign')) ?? line(attributeOf(detail, 'uid', 'Droid')) ?? line(uid) ?? 'TAK'
}

export function remarksOf(detail: readonly CotElement[]): string | undefined {
	const remarks = childOf(detail, 'remarks')
	return remarks && prose(remarks.text)
}

/** Unit of the device that wrote or raised something, by the link to its parent. */
export function senderOf(detail: readonly CotElement[], context: CotContext): EntityId | undefined {
	const link = detail.find(({ name, attributes }) => name === 'link' && attributes['relation'] === 'p-p')?.attributes
	const uid = link?.['uid']
	if (uid === undefined || uid.trim() === '' || uid.length > 1_000) return undefined
	return context.known(uid) ?? entityOf(uid, link?.['type'] ?? '', context)
}
