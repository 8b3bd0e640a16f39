import type { Link, Status } from '@lagebild/model/event.ts'
import type { Geometry } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { Parsed, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import type { JsonValue } from '../json.ts'
import { checked, NOTHING, rejected, wireTime } from '../parsed.ts'
import { clip, line, rawOf } from '../text.ts'
import type { XmlElement } from '../xml/read.ts'
import { childrenOf, markupOf, textOf } from '../xml/walk.ts'
import { hasShape, placeOf } from './area.ts'
import type { Place } from './area.ts'
import { leastReal, STATUS_WORDS } from './envelope.ts'
import type { Envelope } from './envelope.ts'
import { extOf } from './ext.ts'
import { hazardsOf, lasting } from './info.ts'
import type { Hazard } from './info.ts'
import { linksOf } from './links.ts'
import { payloadOf } from './payload.ts'
import type { Expected } from './shape.ts'
import { validityOf } from './validity.ts'
import { MESSAGE_TYPE, wordOf } from './words.ts'

const STATUS = { Actual: 'actual', Exercise: 'exercise', Test: 'test' } as const
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

type Head = {
	readonly identifier: string
	readonly status: Status
	readonly msgType: 'Alert' | 'Update' | 'Cancel'
}

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
export function alertEntity(alert: XmlElement, { feed, keyOf }: AlertReading): EntityId | undefined {
	const identifier = textOf(alert, 'identifier')
	return identifier === undefined ? undefined : feedEntity('warning', feed, keyOf?.(identifier) ?? identifier)
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

type Refused = Omit<Reject, 'raw'>

function headOf(alert: XmlElement, envelope: Envelope | undefined): Head | Refused {
	const identifier = textOf(alert, 'identifier')
	const own = wordOf(STATUS_WORDS, textOf(alert, 'status'))
	const msgType = wordOf(MESSAGE_TYPE, textOf(alert, 'msgType'))
	if (identifier === undefined) return { reason: 'missing-identifier', message: 'the message has no identifier', path: 'alert.identifier' }
	const status = own && leastReal([own, envelope?.status])
	if (status === undefined) {
		return { reason: 'unknown-status', message: 'the message does not say whether it is real', path: 'alert.status' }
	}
	if (status === 'System' || status === 'Draft') {
		return { reason: `status-${status.toLowerCase()}`, message: `a message of status ${status} is no warning`, path: 'alert.status' }
	}
	if (msgType === undefined) return { reason: 'unknown-msgtype', message: 'the message has no known msgType', path: 'alert.msgType' }
	if (msgType === 'Ack' || msgType === 'Error') {
		return { reason: 'not-a-warning', message: `msgType ${msgType} answers a message and warns of nothing`, path: 'alert.msgType' }
	}
	return answering(envelope) ?? { identifier, status: STATUS[status], msgType }
}

function answering(envelope: Envelope | undefined): Refused | undefined {
	if (!/^(?:ack|error)$/i.test(envelope?.type ?? '')) return undefined
	const message = `the distribution of type ${envelope?.type ?? ''} answers another and warns of nothing`
	return { reason: 'not-a-warning', message, path: 'EDXLDistribution.distributionType' }
}

function statementOf(message: Message): Unnamed {
	const { alert, head, hazards, reading } = message
	const entity = feedEntity('warning', reading.feed, reading.keyOf?.(head.identifier) ?? head.identifier)
	const sentText = textOf(alert, 'sent') ?? ''
	const sentAt = readIso(sentText)
	const sent = sentAt === undefined ? undefined : wireTime(sentText, sentAt)
	const links = linksTo(message, entity)
	const profile = reading.profile?.(hazards)
	return {
		kind: 'warning',
		entity,
		op: 'upsert',
		status: profile?.test && head.status === 'actual' ? 'test' : head.status,
		label: { level: isOpen(alert, reading.envelope) ? 'open' : 'restricted' },
		...(sent !== undefined && { times: { observed: sent, sent } }),
		...(reading.revision !== undefined && { revision: reading.revision }),
		...(links.length > 0 && { links: [...links] }),
		provenance: { externalId: clip(head.identifier, 1_000), ...(sent !== undefined && { version: sent }) },
		...validityOf(hazards, head.msgType === 'Cancel' ? undefined : sentAt),
		ext: { cap: extOf(alert, hazards), ...(reading.envelope && { edxl: reading.envelope.ext }), ...profile?.ext },
		payload: payloadOf(alert, head.msgType, hazards),
	}
}

function isOpen(alert: XmlElement, envelope: Envelope | undefined): boolean {
	return (textOf(alert, 'scope') ?? 'Public').toLowerCase() === 'public' && envelope?.restricted !== true
}

function linksTo({ alert, head, reading }: Message, entity: EntityId): readonly Link[] {
	if (head.msgType === 'Alert') return []
	const native = reading.keyOf ?? ((identifier: string): string => identifier)
	const rel = head.msgType === 'Update' ? 'updates' : 'cancels'
	return linksOf(textOf(alert, 'references'), {
		rel,
		entityOf: (identifier) => feedEntity('warning', reading.feed, native(identifier)),
	}).filter(({ to }) => to !== entity)
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
