import type { Access } from '@lagebild/access/store.ts'
import { administered } from '@lagebild/model/access/event.ts'
import type { AccessDetail, Act, DetailOf } from '@lagebild/model/access/event.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { FaultCode } from '@lagebild/model/fault.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { Grant, Label } from '@lagebild/model/label.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { facet, facetAt, indexOf } from '@lagebild/picture/read.ts'
import type { Request } from 'express'

import type { HubContext } from './context.ts'
import { addressOf, plainAddress } from './public-post.ts'
import { sessionToken } from './session-cookie.ts'

const askers = new WeakMap<Request, string>()

/** Who asked, once it is known, for whoever counts refusals. */
export function noteAsker(request: Request, { credential }: Grant): void {
	askers.set(request, credential)
}

const AUDITED: ReadonlySet<FaultCode> = new Set<FaultCode>([
	'unauthenticated',
	'not-allowed',
	'wrong-source',
	'too-many-requests',
	'device-lost',
	'device-retired',
])

/** G6: refusals are counted by who, from where, which and at what; never with what was tried. Those of passwords are counted where they are checked. */
export function auditRefusal({ access }: Pick<HubContext, 'access'>, request: Request, told: FaultCode): void {
	const route = routeOf(request)
	if (!AUDITED.has(told) || route.startsWith('/api/v1/sign-in') || isPageAsking(request, route)) return
	const credential = askers.get(request)
	const who = { ...(credential !== undefined && { credential }), address: addressOf(request) }
	access.record({ what: 'refused', ...who, fault: told, route: `${request.method} ${route}`, count: 1 }, 'system')
}

/** The sign-in page asks every few seconds whether somebody is signed in by now: without anything to show, nobody has tried anything. */
function isPageAsking(request: Request, route: string): boolean {
	return route === '/api/v1/session' && request.headers.authorization === undefined && sessionToken(request) === undefined
}

/** A code or a passkey that holds nothing. */
export function auditCode(
	{ access, metrics }: Pick<HubContext, 'access' | 'metrics'>,
	{ address }: { readonly address: string },
	way: 'link' | 'invitation' | 'passkey',
): void {
	metrics.refusedSignIns.inc({ way })
	access.record({ what: 'sign-in-refused', address, count: 1, why: way }, 'system')
}

/** The same at the live door. */
export function auditHandshake({ access }: Pick<HubContext, 'access'>, address: string, told: FaultCode): void {
	if (!AUDITED.has(told)) return
	access.record({ what: 'refused', address: plainAddress(address), fault: told, route: 'socket', count: 1 }, 'system')
}

type Asker = { readonly grant: Grant; readonly address: string; readonly route: string }

/** Of many events in one request some may be refused: told like whole requests. */
export function auditAnswers({ access }: Pick<HubContext, 'access'>, { grant, address, route }: Asker, answers: readonly Answer[]): void {
	const { credential } = grant
	for (const answer of answers) {
		if (!isRefused(answer) || !AUDITED.has(answer.fault)) continue
		access.record({ what: 'refused', credential, address: plainAddress(address), fault: answer.fault, route, count: 1 }, 'system')
	}
}

/** As it is written in the table of routes, below where the table hangs: what a client writes into an address is nobody's business here. */
function routeOf(request: Request): string {
	const route: unknown = request.route
	return typeof route === 'object' && route !== null && 'path' in route && typeof route.path === 'string'
		? request.baseUrl + route.path
		: '*'
}

type Reading = { readonly grant: Grant; readonly operation: OperationId } & ({ readonly scope: string } | { readonly entity: EntityId })

/** An answer held something restricted. One entry per credential, operation and minute says how often. */
export function auditRead({ access }: Pick<HubContext, 'access'>, { grant: { credential }, ...read }: Reading): void {
	access.record({ what: 'read', credential, ...read, level: 'restricted', count: 1 }, credential)
}

type Administered = { readonly act: Act; readonly of: string }

/** Something was administered that has a journal of its own: there stands what, here that it was done and by whom. */
export function auditAct({ access }: Pick<HubContext, 'access'>, { credential }: Grant, { act, of }: Administered): void {
	access.record(administered(credential, act, of), credential)
}

export function isRestricted({ label }: { readonly label: Label }): boolean {
	return label.level === 'restricted'
}

/** By the present label, which governs all history. */
export function entityIsRestricted(picture: Picture, id: EntityId): boolean {
	const index = indexOf(picture, id)
	const number = index === undefined ? NO_FACET : facetAt(picture, index)
	return number !== NO_FACET && isRestricted(facet(picture, number))
}

export function entryIsRestricted(picture: Picture, { body }: Entry): boolean {
	return body.type === 'event' && isStatement(body.event) && entityIsRestricted(picture, body.event.entity)
}

type Exported = DetailOf<'exported'>
type Slot = { detail: Exported; pending: boolean; readonly timer: NodeJS.Timeout }

/** Parts of one export, page after page, are told together. */
const TOGETHER_MS = 10 * 60_000

/** The first export is an entry at once; what the same credential takes of the same thing within ten minutes is one more. */
export class Exports {
	readonly #access: Pick<Access, 'record'>
	readonly #slots = new Map<string, Slot>()

	constructor(access: Pick<Access, 'record'>) {
		this.#access = access
	}

	note({ credential }: Grant, what: Omit<Exported, 'what' | 'credential'>): void {
		const detail: Exported = { what: 'exported', credential, ...what }
		const key = JSON.stringify([credential, what.operation, what.part])
		const slot = this.#slots.get(key)
		if (slot) {
			slot.detail = slot.pending ? joined(slot.detail, detail) : detail
			slot.pending = true
			return
		}
		this.#write(detail)
		const timer = setTimeout(() => {
			this.#end(key)
		}, TOGETHER_MS).unref()
		this.#slots.set(key, { detail, pending: false, timer })
	}

	/** When the hub stops. */
	flush(): void {
		for (const key of this.#slots.keys()) this.#end(key)
	}

	#end(key: string): void {
		const slot = this.#slots.get(key)
		this.#slots.delete(key)
		if (!slot) return
		clearTimeout(slot.timer)
		if (slot.pending) this.#write(slot.detail)
	}

	#write(detail: AccessDetail & { readonly credential: string }): void {
		this.#access.record(detail, detail.credential)
	}
}

function joined(before: Exported, next: Exported): Exported {
	const from = least(before.from, next.from)
	const to = most(before.to, next.to)
	return { ...next, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

function least(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)
}

function most(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
}
