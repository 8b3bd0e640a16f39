import type { CotElement, CotEvent } from '@lagebild/feeds/cot/event.ts'
import { childOf } from '@lagebild/feeds/cot/event.ts'
import { element } from '@lagebild/feeds/cot/format-xml.ts'
import { detailOf } from '@lagebild/feeds/cot/protobuf.ts'

/** The one version of the protocol beside XML. */
const VERSION = '1'
const STALE_MS = 60_000

type Words = { readonly uid: string; readonly type: string; readonly now: number }

function said({ uid, type, now }: Words, detail: readonly CotElement[]): CotEvent {
	return { uid, type, how: 'm-g', time: now, start: now, stale: now + STALE_MS, ...detailOf(detail) }
}

function control(inside: CotElement): readonly CotElement[] {
	return [{ ...element('TakControl'), children: [inside] }]
}

/** What a server says first: which version it speaks beside XML. */
export function offer(uid: string, now: number): CotEvent {
	return said({ uid, type: 't-x-takp-v', now }, control(element('TakProtocolSupport', { version: VERSION })))
}

/** What a client asks for, under the uid of the offer. */
export function request(uid: string, now: number): CotEvent {
	return said({ uid, type: 't-x-takp-q', now }, control(element('TakRequest', { version: VERSION })))
}

export function response(uid: string, now: number, granted: boolean): CotEvent {
	return said({ uid, type: 't-x-takp-r', now }, control(element('TakResponse', { status: String(granted) })))
}

export function ping(uid: string, now: number): CotEvent {
	return said({ uid, type: 't-x-c-t', now }, [])
}

export function pong(now: number): CotEvent {
	return said({ uid: 'takPong', type: 't-x-c-t-r', now }, [])
}

function controlAttribute(event: CotEvent, name: string, attribute: string): string | undefined {
	return childOf(childOf(event.detail, 'TakControl')?.children ?? [], name)?.attributes[attribute]
}

/** Is version 1 offered, asked for, granted? */
export function offersProtobuf(event: CotEvent): boolean {
	return event.type === 't-x-takp-v' && controlAttribute(event, 'TakProtocolSupport', 'version') === VERSION
}

export function asksForProtobuf(event: CotEvent): boolean {
	return controlAttribute(event, 'TakRequest', 'version') === VERSION
}

export function grantsProtobuf(event: CotEvent): boolean {
	return event.type === 't-x-takp-r' && controlAttribute(event, 'TakResponse', 'status')?.toLowerCase() === 'true'
}
