import type { Link } from '@lagebild/model/event.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { Parsed, Reception, Reject } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { checked, NOTHING, rejected, wireTime } from '../parsed.ts'
import { clip, line, rawOf } from '../text.ts'
import type { XmlElement } from '../xml/read.ts'
import { childrenOf, markupOf, textOf } from '../xml/walk.ts'
import { hasShape, placeOf } from './area.ts'
import { extOf } from './ext.ts'
import { hazardsOf } from './info.ts'
import type { Hazard } from './info.ts'
import type { CapOptions } from './options.ts'
import { payloadOf } from './payload.ts'
import { validityOf } from './validity.ts'
import { MESSAGE_TYPE, wordOf } from './words.ts'

const STATUS = { Actual: 'actual', Exercise: 'exercise', Test: 'test' } as const
const STATUS_WORDS = ['Actual', 'Exercise', 'Test', 'System', 'Draft'] as const

type Head = {
	readonly identifier: string
	readonly status: (typeof STATUS)[keyof typeof STATUS]
	readonly msgType: 'Alert' | 'Update' | 'Cancel'
}

/** One CAP message is one warning entity, however many languages, hazards and areas it has. */
export function parseAlert(alert: XmlElement, reception: Reception, options: CapOptions): Parsed {
	const head = headOf(alert)
	if ('reason' in head) return rejected({ ...head, raw: rawOf(markupOf(alert)) })
	const hazards = hazardsOf(childrenOf(alert, 'info'), options.languages)
	const place = placeOf(hazards.flatMap(areasOf))
	const statement = statementOf(alert, head, { hazards, feed: reception.feed })
	const placed: Unnamed =
		place.geometry && statement.op === 'upsert' ? { ...statement, geometry: place.geometry, geometrySource: 'given' } : statement
	return withoutBadPlace(placed, { alert, feed: reception.feed, rejects: [...place.rejects, ...timeRejects(alert)] })
}

/** A warning is never lost because of its outline: if only that is refused, the warning stays without it. */
function withoutBadPlace(
	statement: Unnamed,
	{ alert, feed, rejects }: { readonly alert: XmlElement; readonly feed: string; readonly rejects: readonly Reject[] },
): Parsed {
	const raw = markupOf(alert)
	const whole = checked(feed, statement, raw)
	if ('event' in whole) return { ...NOTHING, events: [whole.event], rejects }
	if (!whole.reject.path?.startsWith('geometry') || statement.op !== 'upsert') return rejected(...rejects, whole.reject)
	const { geometry: _geometry, geometrySource: _source, ...rest } = statement
	const bare = checked(feed, rest, raw)
	return 'event' in bare
		? { ...NOTHING, events: [bare.event], rejects: [...rejects, whole.reject] }
		: rejected(...rejects, whole.reject, bare.reject)
}

function headOf(alert: XmlElement): Head | Omit<Reject, 'raw'> {
	const identifier = textOf(alert, 'identifier')
	const status = wordOf(STATUS_WORDS, textOf(alert, 'status'))
	const msgType = wordOf(MESSAGE_TYPE, textOf(alert, 'msgType'))
	if (identifier === undefined) return { reason: 'missing-identifier', message: 'the message has no identifier', path: 'alert.identifier' }
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
	return { identifier, status: STATUS[status], msgType }
}

function statementOf(
	alert: XmlElement,
	{ identifier, status, msgType }: Head,
	{ hazards, feed }: { readonly hazards: readonly Hazard[]; readonly feed: string },
): Unnamed {
	const entity = feedEntity('warning', feed, identifier)
	const sentText = textOf(alert, 'sent') ?? ''
	const sentAt = readIso(sentText)
	const sent = sentAt === undefined ? undefined : wireTime(sentText, sentAt)
	const links = linksOf(alert, msgType, feed).filter(({ to }) => to !== entity)
	const open = (textOf(alert, 'scope') ?? 'Public').toLowerCase() === 'public'
	return {
		kind: 'warning',
		entity,
		op: 'upsert',
		status,
		label: { level: open ? 'open' : 'restricted' },
		...(sent !== undefined && { times: { observed: sent, sent } }),
		...(links.length > 0 && { links: [...links] }),
		provenance: { externalId: clip(identifier, 1_000), ...(sent !== undefined && { version: sent }) },
		...validityOf(hazards),
		ext: { cap: extOf(alert, hazards) },
		payload: payloadOf(alert, msgType, hazards),
	}
}

/**
 * `references` is a list of `sender,identifier,sent`. Only the identifier is used: sender and time are often wrong. A reference to a
 * message that never came is normal and harmless.
 */
function linksOf(alert: XmlElement, msgType: Head['msgType'], feed: string): readonly Link[] {
	if (msgType === 'Alert') return []
	const references = textOf(alert, 'references')?.split(/\s+/) ?? []
	const identifiers = references.map((reference) => reference.split(',').at(-2) ?? reference).filter((text) => text !== '')
	const rel = msgType === 'Update' ? 'updates' : 'cancels'
	return [...new Set(identifiers)].slice(0, 200).map((identifier) => ({ rel, to: feedEntity('warning', feed, identifier) }))
}

/** Areas of the block that names the hazard; from another language when only that one carries an outline. */
function areasOf({ lead, infos }: Hazard): readonly XmlElement[] {
	const own = childrenOf(lead, 'area')
	if (own.some(hasShape)) return own
	return infos.map((info) => childrenOf(info, 'area')).find((areas) => areas.some(hasShape)) ?? own
}

/** The message counts without its own time, as of its receipt, but the sender's fault must be seen. */
function timeRejects(alert: XmlElement): readonly Reject[] {
	const sent = textOf(alert, 'sent')
	if (sent !== undefined && readIso(sent) !== undefined) return []
	const message = `"${line(sent, 60) ?? ''}" is no time with an offset; the warning is kept with the time of its receipt`
	return [{ reason: 'bad-time', message, path: 'alert.sent', raw: rawOf(markupOf(alert)) }]
}
