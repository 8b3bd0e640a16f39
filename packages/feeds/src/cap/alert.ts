import type { Link } from '@lagebild/model/event.ts'
import type { Geometry } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Label } from '@lagebild/model/label.ts'
import { readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Parsed, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import type { JsonValue } from '../json.ts'
import { checked, NOTHING, rejected, wireTime } from '../parsed.ts'
import { clip, line, rawOf } from '../text.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childrenOf, markupOf, textOf } from '../xml/walk.ts'
import { hasShape, placeOf } from './area.ts'
import type { Place } from './area.ts'
import type { Envelope } from './envelope.ts'
import { extOf } from './ext.ts'
import { headOf } from './head.ts'
import type { Head, Refused } from './head.ts'
import { hazardsOf, lasting } from './info.ts'
import type { Hazard } from './info.ts'
import { linksOf } from './links.ts'
import { payloadOf } from './payload.ts'
import type { Expected } from './shape.ts'
import { validityOf } from './validity.ts'

const MAX_INFOS = 200

/** What is to be known beside the message itself to say it as an event. */
export type AlertReading = {
	readonly feed: string
	readonly languages: readonly string[]
	readonly expected?: Expected | undefined
	readonly envelope?: Envelope | undefined
	/** Native key of an identifier, where the upstream writes one message under several. */
	readonly keyOf?: (identifier: string) => string
	/** Outline that came in another document. */
	readonly geometry?: Geometry | undefined
	/** Of two statements about the same message and time the higher one counts. */
	readonly revision?: number
	/** What a sender's own profile says beyond the standard. */
	readonly profile?: (hazards: readonly Hazard[]) => Profile
	/** The message as it came, when that was not XML. */
	readonly raw?: unknown
}

export type Profile = { readonly test: boolean; readonly ext: { readonly [namespace: string]: JsonValue } }

const NO_PROFILE: Profile = { test: false, ext: {} }

type Message = { readonly alert: XmlElement; readonly head: Head; readonly hazards: readonly Hazard[]; readonly reading: AlertReading }

/** One CAP message is one warning entity, however many languages, hazards and areas it has. */
export function parseAlert(alert: XmlElement, reading: AlertReading): Parsed {
	const raw = (): string => rawOf(reading.raw ?? markupOf(alert))
	const head = headOf(alert, reading.envelope)
	if ('reason' in head) return rejected({ ...head, raw: raw() })
	const infos = childrenOf(alert, 'info')
	const hazards = hazardsOf(infos.slice(0, MAX_INFOS), reading.languages)
	const place = reading.geometry
		? { geometry: reading.geometry, rejects: [] }
		: placeOf(lasting(hazards).flatMap(areasOf), reading.expected)
	const told = [...tooManyInfos(infos), ...badTime(alert)].map((reject) => ({ ...reject, raw: raw() }))
	const statement = placed(statementOf({ alert, head, hazards, reading }), place)
	return withoutBadPlace(statement, { feed: reading.feed, raw, rejects: [...place.rejects, ...told] })
}

/** The entity of a message, which a list names also when the message itself is refused. */
export function alertEntity(alert: XmlElement, reading: AlertReading): EntityId | undefined {
	const identifier = textOf(alert, 'identifier')
	return identifier === undefined ? undefined : entityOf(identifier, reading)
}

function entityOf(identifier: string, { feed, keyOf }: AlertReading): EntityId {
	return feedEntity('warning', feed, keyOf?.(identifier) ?? identifier)
}

function placed(statement: Unnamed, { geometry }: Place): Unnamed {
	return geometry && statement.op === 'upsert' ? { ...statement, geometry, geometrySource: 'given' } : statement
}

type Doubt = { readonly feed: string; readonly raw: () => string; readonly rejects: readonly Reject[] }

/** A warning is never lost because of its outline: if only that is refused, the warning stays without it. */
function withoutBadPlace(statement: Unnamed, { feed, raw, rejects }: Doubt): Parsed {
	const whole = checked(feed, statement, '')
	if ('event' in whole) return { ...NOTHING, events: [whole.event], rejects }
	const refused = { ...whole.reject, raw: raw() }
	if (!whole.reject.path?.startsWith('geometry') || statement.op !== 'upsert') return rejected(...rejects, refused)
	const { geometry: _geometry, geometrySource: _source, ...rest } = statement
	const bare = checked(feed, rest, '')
	return 'event' in bare
		? { ...NOTHING, events: [bare.event], rejects: [...rejects, refused] }
		: rejected(...rejects, refused, { ...bare.reject, raw: raw() })
}

function statementOf(message: Message): Unnamed {
	const { alert, head, hazards, reading } = message
	const profile = reading.profile?.(hazards) ?? NO_PROFILE
	const sent = sentOf(alert)
	return {
		kind: 'warning',
		entity: entityOf(head.identifier, reading),
		op: 'upsert',
		status: profile.test && head.status === 'actual' ? 'test' : head.status,
		label: labelOf(alert, reading.envelope),
		...timesOf(sent?.text, reading.revision),
		...linksTo(message),
		provenance: { externalId: clip(head.identifier, 1_000), ...(sent && { version: sent.text }) },
		...validityOf(hazards, head.msgType === 'Cancel' ? undefined : sent?.at),
		ext: { cap: extOf(alert, hazards), ...(reading.envelope && { edxl: reading.envelope.ext }), ...profile.ext },
		payload: payloadOf(alert, head.msgType, hazards),
	}
}

function timesOf(sent: string | undefined, revision: number | undefined): Pick<Unnamed, 'times' | 'revision'> {
	return { ...(sent !== undefined && { times: { observed: sent, sent } }), ...(revision !== undefined && { revision }) }
}

function sentOf(alert: XmlElement): { readonly text: string; readonly at: Instant } | undefined {
	const text = textOf(alert, 'sent') ?? ''
	const at = readIso(text)
	return at === undefined ? undefined : { text: wireTime(text, at), at }
}

function labelOf(alert: XmlElement, envelope: Envelope | undefined): Label {
	const open = (textOf(alert, 'scope') ?? 'Public').toLowerCase() === 'public' && envelope?.restricted !== true
	return { level: open ? 'open' : 'restricted' }
}

function linksTo({ alert, head, reading }: Message): { links?: Link[] } {
	if (head.msgType === 'Alert') return {}
	const own = entityOf(head.identifier, reading)
	const rel = head.msgType === 'Update' ? 'updates' : 'cancels'
	const links = linksOf(textOf(alert, 'references'), { rel, entityOf: (identifier) => entityOf(identifier, reading) })
	const others = links.filter(({ to }) => to !== own)
	return others.length > 0 ? { links: others } : {}
}

/** Areas of the block that names the hazard; from another language when only that one carries an outline. */
function areasOf({ lead, infos }: Hazard): readonly XmlElement[] {
	const own = childrenOf(lead, 'area')
	if (own.some(hasShape)) return own
	return infos.map((info) => childrenOf(info, 'area')).find((areas) => areas.some(hasShape)) ?? own
}

function tooManyInfos({ length }: readonly XmlElement[]): readonly Refused[] {
	return length <= MAX_INFOS
		? []
		: [{ reason: 'too-many-infos', message: `${length} info blocks; the first ${MAX_INFOS} are read`, path: 'info' }]
}

/** The message counts without its own time, as of its receipt, but the sender's fault must be seen. */
function badTime(alert: XmlElement): readonly Refused[] {
	const sent = textOf(alert, 'sent')
	if (sent !== undefined && readIso(sent) !== undefined) return []
	const message = `"${line(sent, 60) ?? ''}" is no time with an offset; the warning is kept with the time of its receipt`
	return [{ reason: 'bad-time', message, path: 'alert.sent' }]
}
