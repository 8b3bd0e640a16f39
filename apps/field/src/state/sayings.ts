import { aloneIn } from '@lagebild/client/dispatch/alone.ts'
import { Dispatch } from '@lagebild/client/dispatch/dispatch.ts'
import type { Sent, Tabs } from '@lagebild/client/dispatch/dispatch.ts'
import type { SaidEvent, Shown } from '@lagebild/client/dispatch/item.ts'
import { uuid7 } from '@lagebild/client/uuid7.ts'

import { keepDraftsOf } from '../device/drafts.ts'
import { takeStamps } from '../device/marks.ts'
import { outboxStorage } from '../device/outbox-storage.ts'
import type { Saying } from '../say/saying.ts'
import { connectedClient, deviceClock } from './clients.ts'
import { store } from './store.ts'

let open: Dispatch | undefined

const NAME = 'field-outbox'

/** Sends what this device says, and keeps the store up to date about it. Returns what ends it; what waits stays stored. */
export function keepSayings(): () => void {
	const channel = new BroadcastChannel(`lagebild-${NAME}`)
	const dispatch = new Dispatch({
		storage: outboxStorage,
		send: sendOver,
		wall: () => Date.now(),
		alone: aloneIn(NAME),
		tabs: tabsOver(channel),
		random: () => Math.random(),
	})
	open = dispatch
	dispatch.subscribe(() => {
		if (open === dispatch) store.setState({ said: dispatch.items() })
	})
	void dispatch.start().then(() => keepDraftsOf(new Set(dispatch.items().map(({ event }) => event.id))).catch(() => undefined))
	return () => {
		dispatch.close()
		channel.close()
		if (open === dispatch) open = undefined
	}
}

function tabsOver(channel: BroadcastChannel): Tabs {
	return {
		tell: () => channel.postMessage('changed'),
		onTold: (listener) => {
			channel.addEventListener('message', listener)
			return () => channel.removeEventListener('message', listener)
		},
	}
}

/**
 * Over the connection alone: it keeps what a hub took and offers it again after a restore (client, C6). Without one nothing is tried, and what
 * waits goes as soon as there is one.
 */
async function sendOver(operation: string, events: readonly SaidEvent[]): Promise<Sent> {
	const client = connectedClient(operation)
	if (!client) return undefined
	const answers = await client.submit(events)
	const { epoch } = client.state()
	return { answers, ...(epoch !== undefined && { epoch }) }
}

/** Says it in the order given. It is stored before anything is sent. @returns the ids of the statements */
export async function say(operation: string, sayings: readonly Saying[]): Promise<readonly string[]> {
	const events = await stated(sayings)
	const kept = await open?.say(operation, events)
	if (kept === 'remembered') store.setState({ unstored: true })
	return events.map(({ id }) => id)
}

async function stated(sayings: readonly Saying[]): Promise<readonly SaidEvent[]> {
	const wall = Date.now()
	/** Somebody may have set the clock since the page looked last. */
	deviceClock.look({ wall, mono: performance.now(), slept: false })
	const stamps = await takeStamps(sayings.length, { wall, offset: deviceClock.offset })
	return sayings.map((saying, index) => {
		const { stamp, effective } = stamps[index] ?? { stamp: {}, effective: wall }
		return { ...saying, ...stamp, id: uuid7(effective) }
	})
}

/** Says something else in the place of what was refused; of the same moment. @returns the new id, or undefined when a hub may have the old one */
export async function sayInstead(item: Shown, saying: Saying): Promise<string | undefined> {
	const { times, clockOffsetMs, revision } = item.event
	const id = uuid7(item.at)
	const done = await open?.replace(item.event.id, { ...saying, ...heads({ times, clockOffsetMs, revision }), id })
	return done ? id : undefined
}

function heads(said: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
}

/** The same again under another id: somebody has changed meanwhile what the hub refused it for. */
export function sayAgain({ event }: Shown): void {
	void open?.replace(event.id, { ...event, id: uuid7(Date.now()) })
}

export function discardSaying(id: string): void {
	void open?.discard(id)
}

export function sendSayingsNow(): void {
	open?.sendNow()
}

/** The picture of an operation on this device has come so far. */
export function reached(
	operation: string,
	{ epoch, cursors }: { readonly epoch?: string; readonly cursors: Parameters<Dispatch['reached']>[2] },
): void {
	if (epoch !== undefined) void open?.reached(operation, epoch, cursors)
}
