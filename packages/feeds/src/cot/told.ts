import { iso } from '@lagebild/model/time.ts'

import { line, prose } from '../text.ts'
import { badPlace, common, idOf, nameOf, remarksOf, senderOf } from './context.ts'
import type { CotContext, CotStatement } from './context.ts'
import { attributeOf, childOf } from './event.ts'
import type { CotElement, CotEvent } from './event.ts'
import { defined, extOf } from './ext.ts'
import type { JsonFields } from './ext.ts'
import { pointShape } from './shape.ts'

/** GeoChat. Its point is where the writer was. */
export function chatOf(event: CotEvent, context: CotContext): CotStatement {
	const { uid, detail, point } = event
	const text = remarksOf(detail)
	if (text === undefined) return { faults: [{ reason: 'empty-chat', message: 'the message has no text', path: 'detail.remarks' }] }
	const from = line(attributeOf(detail, '__chat', 'senderCallsign')) ?? line(attributeOf(detail, 'contact', 'callsign'))
	const to = addressees(detail)
	const { geometry } = pointShape(point)
	return {
		statement: {
			...common(event, idOf('message', context.feed, uid)),
			kind: 'message',
			op: 'upsert',
			...(geometry && { geometry, geometrySource: 'sender-position' }),
			...about(detail, context),
			ext: { cot: extOf(event, false) },
			payload: defined({ type: 'chat', text, from, to: to.length > 0 ? to : undefined, composed: iso(event.time), channel: 'TAK' }),
		},
		faults: badPlace(event),
	}
}

/** Room, and the call signs that a server is asked to bring it to. */
function addressees(detail: readonly CotElement[]): string[] {
	const room = attributeOf(detail, '__chat', 'chatroom') ?? attributeOf(detail, '__chat', 'id')
	const called = (childOf(detail, 'marti')?.children ?? [])
		.filter(({ name }) => name === 'dest')
		.map(({ attributes }) => attributes['callsign'])
	return [...new Set([room, ...called].flatMap((name) => line(name) ?? []))].slice(0, 40)
}

function about(
	detail: readonly CotElement[],
	context: CotContext,
): { readonly links?: [{ readonly rel: 'about'; readonly to: NonNullable<ReturnType<typeof senderOf>> }] } {
	const sender = senderOf(detail, context)
	return sender ? { links: [{ rel: 'about', to: sender }] } : {}
}

/** The sender cancels by type or by `emergency@cancel`. */
export function emergencyOf(event: CotEvent, context: CotContext): CotStatement {
	const { uid, type, detail, point } = event
	const entity = idOf('alarm', context.feed, uid)
	const ext = { cot: extOf(event, false) }
	const cancelled = type.startsWith('b-a-o-can') || /^true$/i.test(attributeOf(detail, 'emergency', 'cancel') ?? '')
	if (cancelled) return { statement: { ...common(event, entity), kind: 'alarm', op: 'cancel', ext }, faults: [] }
	const { geometry } = pointShape(point)
	return {
		statement: {
			...common(event, entity),
			kind: 'alarm',
			op: 'upsert',
			...(geometry && { geometry }),
			...about(detail, context),
			ext,
			payload: alarmOf(event),
		},
		faults: badPlace(event),
	}
}

function alarmOf(event: CotEvent): JsonFields {
	const { type, detail } = event
	const emergency = childOf(detail, 'emergency')
	const what = line(emergency?.attributes['type']) ?? EMERGENCY.get(type) ?? 'Emergency'
	const who = line(emergency?.text) ?? nameOf(event)
	const severity = GRAVE.test(type) ? 'Extreme' : 'Severe'
	return defined({ title: line(`${what}: ${who}`) ?? what, severity, cause: remarksOf(detail), about: who })
}

const GRAVE = /^b-a-o(?:$|-tbl|-opn)/
/** In the words of ATAK, for those who do not say what it is. */
const EMERGENCY: ReadonlyMap<string, string> = new Map([
	['b-a-o-tbl', '911 Alert'],
	['b-a-o-pan', 'Ring The Bell'],
	['b-a-o-opn', 'In Contact'],
	['b-a-g', 'Geo-fence Breached'],
])

/** A request for casualty evacuation; its nine lines stay in `ext`. */
export function casualtyOf(event: CotEvent, { feed }: CotContext): CotStatement {
	const { uid, detail, point } = event
	const description = remarksOf(detail) ?? prose(attributeOf(detail, '_medevac_', 'medline_remarks'))
	const title = line(attributeOf(detail, '_medevac_', 'title')) ?? nameOf(event)
	const { geometry } = pointShape(point)
	return {
		statement: {
			...common(event, idOf('incident', feed, uid)),
			kind: 'incident',
			op: 'upsert',
			...(geometry && { geometry }),
			ext: { cot: extOf(event, false) },
			payload: defined({ title, category: 'medical', description }),
		},
		faults: badPlace(event),
	}
}
