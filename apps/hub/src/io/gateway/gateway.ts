import type { Server as HttpServer } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Bye } from '@lagebild/model/protocol.ts'
import type { Result } from '@lagebild/model/result.ts'
import { Server } from 'socket.io'

import type { RunningOperation } from '../../running.ts'
import { auditHandshake } from '../http/audit.ts'
import { lookTwice, renew } from '../http/auth.ts'
import type { Principal } from '../http/auth.ts'
import { MAX_BODY } from '../http/body.ts'
import type { HubContext } from '../http/context.ts'
import { connect } from './connection.ts'
import { openDoor } from './door.ts'
import type { Door } from './door.ts'
import { limitFlood } from './flood.ts'
import { principalOfHandshake, Refusal } from './handshake.ts'
import { dismiss } from './outlets.ts'
import type { HubServer, HubSocket, Outlets } from './outlets.ts'
import { HANDSHAKE_MS } from './waiting.ts'

/** How soon a revoked or ended credential is noticed on an open connection. */
const RECHECK_MS = 30_000
const FAREWELL_MS = 1_000
const FAREWELL_CHECK_MS = 20
/** A place may be free again then. */
const NO_PLACE_MS = 10_000
const NAMESPACE = /^\/operations\/([a-z0-9][a-z0-9-]{0,62})$/

export type Gateway = {
	/** Asks again for every connection whether its credential still holds. */
	readonly recheck: () => void
	readonly close: () => Promise<void>
}

/** The live door: one namespace per operation. It carries messages and knows no rule. */
export function openGateway(server: HttpServer, context: HubContext, outlets: Outlets): Gateway {
	const io: HubServer = new Server(server, {
		serveClient: false,
		perMessageDeflate: false,
		maxHttpBufferSize: MAX_BODY,
		cleanupEmptyChildNamespaces: true,
		connectTimeout: HANDSHAKE_MS,
		allowRequest: (request, answer) => {
			const refused = door.mayConnect(request)
			if (refused) context.metrics.faults.inc({ fault: refused.fault })
			if (!refused && request.headers.upgrade !== undefined) beginTogether(request.socket)
			answer(refused?.fault ?? null, refused === undefined)
		},
	})
	const door = openDoor(io, context)
	io.use((_socket, next) => {
		next(new Refusal(fault('not-found', 'connect to /operations/{op}')))
	})
	const operations = io.of(NAMESPACE)
	operations.use((socket, next) => {
		void answerHandshake(socket, { context, door, next })
	})
	operations.on('connection', (socket) => {
		enter(socket, { context, outlets, door })
	})
	const recheck = () => {
		for (const socket of outlets.all()) review(socket, context)
	}
	const timer = setInterval(recheck, RECHECK_MS)
	const off = context.access.onChange((credential) => {
		for (const socket of outlets.all()) if (socket.data.principal.grant.credential === credential) review(socket, context)
	})
	return {
		recheck,
		close: async () => {
			clearInterval(timer)
			off()
			await emptied(io)
			await io.close()
		},
	}
}

/** The answer to the upgrade and the first packet, which follows before the event loop turns, travel in one write. */
function beginTogether(connection: Socket): void {
	connection.cork()
	setImmediate(() => {
		connection.uncork()
	})
}

type Entry = { readonly context: HubContext; readonly outlets: Outlets; readonly door: Door }

function enter(socket: HubSocket, { context, outlets, door }: Entry): void {
	const running = operationOf(socket, context)
	if (!running) {
		socket.disconnect()
		return
	}
	if (!door.enter(socket)) {
		dismiss(socket, { why: 'too-slow', retryAfterMs: NO_PLACE_MS })
		return
	}
	context.strangers.known(socket.request.socket)
	limitFlood(socket, context.metrics)
	connect(socket, { context, running, outlets })
	/** What it came in by may have ended since. */
	review(socket, context)
}

/** Clients hang up when they have read the goodbye; closing before that would cut it off. */
async function emptied(io: HubServer): Promise<void> {
	const deadline = performance.now() + FAREWELL_MS
	while (io.engine.clientsCount > 0 && performance.now() < deadline) await delay(FAREWELL_CHECK_MS)
}

type Handshake = { readonly context: HubContext; readonly door: Door; readonly next: (refusal?: Refusal) => void }

async function answerHandshake(socket: HubSocket, { context, door, next }: Handshake): Promise<void> {
	const { access } = context
	const principal = await lookTwice(access, () => principalOfHandshake(socket.request, socket.handshake.auth, access))
	const refused = admit(socket, { context, door, principal })
	next(refused && new Refusal(refused))
}

type Admission = { readonly context: HubContext; readonly door: Door; readonly principal: Result<Principal> }

function admit(socket: HubSocket, { context, door, principal }: Admission): Fault | undefined {
	const { access, addressOf, operations, metrics } = context
	const running = operationOf(socket, { operations })
	const refused = principal.ok
		? (refusalFor(running, principal.value.grant, operations) ?? door.mayEnter(principal.value.grant.credential))
		: principal.fault
	socket.data.address = addressOf(socket.request)
	if (principal.ok) socket.data.principal = principal.value
	if (refused) {
		if (!principal.ok) door.failed(socket.data.address)
		metrics.faults.inc({ fault: refused.fault })
		auditHandshake({ access }, socket.data.address, refused.fault)
	}
	return refused
}

function refusalFor(running: RunningOperation | undefined, grant: Grant, operations: HubContext['operations']): Fault | undefined {
	if (!operations.open) return fault('not-ready')
	if (!running || !operations.readerGrant(grant, running)) return fault('unknown-operation')
	return running.caughtUp ? undefined : fault('not-ready')
}

function operationOf(socket: HubSocket, { operations }: Pick<HubContext, 'operations'>): RunningOperation | undefined {
	return operations.get(NAMESPACE.exec(socket.nsp.name)?.[1] ?? '')
}

function grantHere(renewed: Grant | undefined, running: RunningOperation | undefined, { operations }: HubContext): Grant | undefined {
	return renewed && running && operations.readerGrant(renewed, running)
}

/**
 * A credential that is gone, or that no operation leads to this base any more, ends the connection; one that may see something else is told
 * to the core, which acts at once (H7).
 */
function review(socket: HubSocket, context: HubContext): void {
	const { principal } = socket.data
	const revoked = revokedBye(principal, context)
	if (revoked) {
		dismiss(socket, revoked)
		return
	}
	const running = operationOf(socket, context)
	const now = context.now()
	const renewed = renew(principal, context.access)
	const grant = grantHere(renewed, running, context)
	if (renewed && grant && isSame(renewed, principal.grant)) return
	const { credential } = principal.grant
	running?.runner.tell({ type: 'regranted', credential, viewers: [socket.id], ...(grant && { grant }), now })
	if (renewed && grant) tellGrant(socket, { ...principal, grant: renewed })
	else if (socket.connected) dismiss(socket, { why: 'grant', retryAfterMs: 0 })
}

function isSame(a: Grant, b: Grant): boolean {
	return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** H10: frames show less or more to a person, but not what may be said now. */
function tellGrant(socket: HubSocket, principal: Principal): void {
	socket.data.principal = principal
	socket.emit('grant', { version: principal.grant.version })
}

/** D4: its own goodbye, before the core says that the grant is gone: what a device may keep is another in each case. */
function revokedBye(principal: Principal, { access }: HubContext): Bye | undefined {
	if (principal.via !== 'device') return undefined
	const state = access.deviceById(principal.device)?.state
	if (state === 'active') access.sawDevice(principal.device)
	return state === 'lost' || state === 'retired' ? { why: state, retryAfterMs: 0 } : undefined
}
