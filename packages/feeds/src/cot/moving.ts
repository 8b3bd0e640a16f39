import type { EntityId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'

import type { JsonValue } from '../json.ts'
import { badPlace, common, idOf, nameOf, ownUnit, remarksOf, statusOf } from './context.ts'
import type { CotContext, CotStatement, Fix } from './context.ts'
import { attributeOf, childOf } from './event.ts'
import type { CotElement, CotEvent } from './event.ts'
import { defined, extOf } from './ext.ts'
import type { CotOptions } from './options.ts'
import { numberIn } from './read-xml.ts'

/**
 * A thing that moves: what it is, and where as a measurement. A device that reports for a unit which is known already says only where;
 * what that unit is, its owner says.
 */
export function movingOf(event: CotEvent, context: CotContext, kind: 'unit' | 'track'): CotStatement {
	const { uid } = event
	const { options, feed } = context
	const own = kind === 'unit' ? ownUnit(uid, options) : undefined
	const entity = own ?? knownOf(context, kind, uid) ?? idOf(kind, feed, uid)
	const fix = fixOf(event, entity)
	const said = { ...(fix && { fix }), faults: badPlace(event) }
	if (own) return said
	const payload = kind === 'unit' ? unitOf(event, options) : defined({ name: nameOf(event), type: event.type, everyMs: everyMs(event) })
	return { ...said, statement: { ...common(event, entity), kind, op: 'upsert', ext: { cot: extOf(event, true) }, payload } }
}

/** The id that was made for this uid before. */
function knownOf({ known }: CotContext, kind: string, uid: string): EntityId | undefined {
	const entity = known(uid)
	return entity?.startsWith(kind) ? entity : undefined
}

function unitOf(event: CotEvent, options: CotOptions): { [field: string]: JsonValue } {
	const { detail, type } = event
	return defined({
		callsign: nameOf(event),
		organisation: organisationOf(detail, options),
		...(UNMANNED.test(type) && { type: 'UAS', sign: { symbol: 'drohne' } }),
		everyMs: everyMs(event),
		remark: remarksOf(detail),
	})
}

/** Aircraft without a crew, of fixed wing or with rotors. */
const UNMANNED = /^a-.-A(?:-M)?-[HF]-Q/

function organisationOf(detail: readonly CotElement[], { groups, organisation }: CotOptions): CotOptions['organisation'] {
	const team = attributeOf(detail, '__group', 'name')
	return (team !== undefined && Object.hasOwn(groups, team) ? groups[team] : undefined) ?? organisation
}

const LEAST_EVERY_MS = 1_000
const MOST_EVERY_MS = 86_400_000

/** A sender calls its word stale after about three reports that did not come, as the picture does. Whole seconds: its clock jitters. */
export function everyMs({ time, stale }: CotEvent): number | undefined {
	if (stale <= time) return undefined
	return Math.min(MOST_EVERY_MS, Math.max(LEAST_EVERY_MS, Math.round((stale - time) / 3_000) * 1_000))
}

const FASTEST = 500

/** Where it is, how fast and whither. */
export function fixOf(event: CotEvent, entity: EntityId): Fix | undefined {
	const { point, detail, time } = event
	if (!point) return undefined
	const { lat, lng, ce = 0 } = point
	const track = childOf(detail, 'track')?.attributes ?? {}
	return {
		entity,
		observed: iso(time),
		lat,
		lng,
		course: within(numberIn(track['course']), 360),
		speed: within(numberIn(track['speed']), FASTEST),
		accuracy: ce > 0 ? ce : null,
		...statusOf(event),
	}
}

function within(value: number, most: number): number | null {
	return value >= 0 && value <= most ? value : null
}
