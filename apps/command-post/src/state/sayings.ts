import { aloneIn } from '@lagebild/client/dispatch/alone.ts'
import { Dispatch } from '@lagebild/client/dispatch/dispatch.ts'
import type { Sent, Tabs } from '@lagebild/client/dispatch/dispatch.ts'
import type { SaidEvent } from '@lagebild/client/dispatch/item.ts'
import { deleteDispatchStorage, idbDispatchStorage } from '@lagebild/client/dispatch/storage-idb.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { isRefused } from '@lagebild/model/protocol.ts'

import { operationPath, send } from '../api/http.ts'
import { listOf } from '../api/outline.ts'
import { clientOf } from './clients.ts'
import { isReplay } from './live.ts'
import { store } from './store.ts'

let open: { readonly credential: string; readonly dispatch: Dispatch } | undefined

/** Keeps the queue of whoever is signed in here, and sends what waits in it. Returns what ends it. */
export function keepSayings(): () => void {
	const off = store.subscribe(keepOwn)
	keepOwn()
	return () => {
		off()
		open?.dispatch.close()
		open = undefined
	}
}

function keepOwn(): void {
	const { session } = store.getState()
	const credential = session.state === 'in' ? session.grant.credential : undefined
	if (credential === open?.credential) return
	if (open) tidying = Promise.allSettled([tidying, tidy(open)])
	open = credential === undefined ? undefined : { credential, dispatch: opened(credential) }
}

let tidying: Promise<unknown> = Promise.resolve()

/** Resolves when of those who left nothing is stored but what still has to be sent for them. */
export function whenTidied(): Promise<unknown> {
	return tidying
}

/** What was said and is not with the hub, or was refused, waits for the one who said it. */
async function tidy({ credential, dispatch }: NonNullable<typeof open>): Promise<void> {
	dispatch.close()
	if (dispatch.items().every(({ state }) => state === 'accepted' || state === 'confirmed')) await deleteDispatchStorage(nameOf(credential))
}

function nameOf(credential: string): string {
	return `outbox.${credential}`
}

/** It outlives a sign-out: what was said and not sent waits for the one who said it. */
function opened(credential: string): Dispatch {
	const name = nameOf(credential)
	const dispatch = new Dispatch({
		storage: idbDispatchStorage(name),
		send: sendOver,
		wall: () => Date.now(),
		alone: aloneIn(name),
		tabs: tabsOf(name),
		random: () => Math.random(),
	})
	dispatch.subscribe(() => {
		if (open?.dispatch === dispatch) store.setState({ said: dispatch.items() })
	})
	void dispatch.start()
	return dispatch
}

function tabsOf(name: string): Tabs {
	const channel = new BroadcastChannel(`lagebild-${name}`)
	return {
		tell: () => channel.postMessage('changed'),
		onTold: (listener) => {
			channel.addEventListener('message', listener)
			return () => channel.close()
		},
	}
}

/** Over the connection to its operation, which offers it again after a restore (C6); of one that is not on the screen by a request of its own. */
async function sendOver(operation: string, events: readonly SaidEvent[]): Promise<Sent> {
	const client = clientOf(operation)
	if (client) {
		const answers = await client.submit(events)
		const { epoch } = client.state()
		return { answers, ...(epoch !== undefined && { epoch }) }
	}
	const reply = await send(operationPath(operation, 'events'), 'POST', events)
	if (reply.state === 'ok') return { answers: listOf(reply.body) }
	const { fault } = reply.state === 'refused' ? reply : {}
	return fault && { answers: events.map(({ id }) => ({ id, ...fault })) }
}

/** What became of what was said, as far as it is known in time: the first refusal, `waiting`, or undefined when all was taken. */
export type Outcome = Fault | 'waiting' | 'not-stored' | undefined

const PATIENCE_MS = 4_000

/** Who looks at an earlier time says nothing: it would stand in the present. */
const REPLAY: Fault = { fault: 'bad-state', message: 'Im Replay gesperrt · Locked in replay' }

/**
 * Says it, and tells what became of it as soon as the hub has answered. What is still on its way after a few seconds stays in the queue and is
 * shown there. A refusal is taken out of the queue: whoever asked shows it and asks again.
 */
export async function sayNow(operation: string, events: readonly SaidEvent[]): Promise<Outcome> {
	if (isReplay(store.getState())) return REPLAY
	const { dispatch } = open ?? {}
	if (!dispatch) return 'waiting'
	const ids = new Set(events.map(({ id }) => id))
	const decided = decision(dispatch, ids)
	const kept = await dispatch.say(operation, events)
	await decided
	const own = dispatch.items().filter(({ event }) => ids.has(event.id))
	const refused = own.find(({ state }) => state === 'refused')
	if (refused?.answer && isRefused(refused.answer)) {
		const { id: _of, ...fault } = refused.answer
		for (const { event } of own) await dispatch.discard(event.id)
		return fault
	}
	const isOpen = own.some(({ state }) => state === 'waiting' || state === 'sent' || state === 'held')
	if (isOpen) return kept === 'stored' ? 'waiting' : 'not-stored'
	return undefined
}

/** Resolves when none of them waits any more, or when that takes too long. */
function decision(dispatch: Dispatch, ids: ReadonlySet<string>): Promise<void> {
	const { promise, resolve } = Promise.withResolvers<void>()
	const timer = setTimeout(resolve, PATIENCE_MS)
	let seen = false
	const off = dispatch.subscribe(() => {
		const own = dispatch.items().filter(({ event }) => ids.has(event.id))
		seen ||= own.length > 0
		if (seen && own.every(({ state }) => state !== 'waiting' && state !== 'sent')) resolve()
	})
	return promise.finally(() => {
		clearTimeout(timer)
		off()
	})
}

/** The picture of an operation on this screen has come so far. */
export function reached(
	operation: string,
	client: { readonly epoch?: string; readonly cursors: Parameters<Dispatch['reached']>[2] },
): void {
	if (client.epoch !== undefined) void open?.dispatch.reached(operation, client.epoch, client.cursors)
}

export function sendSayingsNow(): void {
	open?.dispatch.sendNow()
}

/** Gives up what was refused. */
export function discardSaying(id: string): void {
	void open?.dispatch.discard(id)
}

/** Says it again as it was, under another id: somebody has changed meanwhile what the hub refused it for. */
export function repeatSaying(event: SaidEvent, id: string): void {
	void open?.dispatch.replace(event.id, { ...event, id })
}
