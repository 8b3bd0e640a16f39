import { sourceOf } from '@lagebild/access/grants.ts'
import type { KeyEntry } from '@lagebild/access/port.ts'
import { KeyRotation, NewKey } from '@lagebild/model/access/http.ts'
import type { KeyView } from '@lagebild/model/access/http.ts'
import { SUPERVISOR } from '@lagebild/model/access/sources.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { RequestHandler } from 'express'
import type * as z from 'zod'

import { givingFault, within } from '../../core/giving.ts'
import { withDuty } from './access-duty.ts'
import { operationsFault, rightsFor } from './access-rights.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readOptional, readShaped } from './public-post.ts'
import { parameter, sendResult } from './route.ts'
import type { Call } from './route.ts'

const MINUTE_MS = 60_000

export function listKeys(context: HubContext): RequestHandler {
	return withDuty(context, 'keys', ({ grant, response }) => {
		const known = context.access.keys().filter((one) => within(grant, one.grant))
		response.json(known.map((one) => viewOf(context, one)))
	})
}

export function createKey(context: HubContext): RequestHandler {
	return withDuty(context, 'keys', async (call) => {
		const wanted = await readShaped(call, NewKey)
		sendResult(call.response, wanted.ok ? await context.access.write(() => created(context, call, wanted.value)) : wanted, 201)
	})
}

function created(context: HubContext, call: Call, { expires: until, ...wanted }: z.infer<typeof NewKey>): Result<unknown> {
	const { grant } = call
	const rights = { ...wanted, ...rightsFor(grant, wanted) }
	const expires = until === undefined ? undefined : readIso(until)
	const refused =
		givingFault(grant, rights) ??
		operationsFault(context, rights.operations) ??
		expiryFault(context, call, expires) ??
		nameFault(context, wanted.name)
	if (refused) return fail(refused)
	return ok(context.access.createKey({ ...rights, ...(expires !== undefined && { expires }) }, grant.credential))
}

/** A system never speaks under the name of a person, not even of one who left. */
function nameFault({ access }: HubContext, name: string): Fault | undefined {
	const taken = access.accounts().some(({ login }) => sourceOf(login) === name)
	return taken ? fault('login-taken', undefined, 'name') : undefined
}

/** A session ends by itself and says nothing about what it makes; a key makes none that outlives it. */
function expiryFault({ now }: HubContext, { principal, grant }: Call, expires: number | undefined): Fault | undefined {
	const latest = principal.via === 'session' ? undefined : grant.expires
	if (expires !== undefined && expires <= now()) return fault('bad-time', 'the key would be over already', 'expires')
	if (latest !== undefined && (expires === undefined || expires > latest)) {
		return fault('not-allowed', 'nobody gives more than they hold: the key would outlive this one', 'expires')
	}
	return undefined
}

/** A new secret under the same name and credential; whoever has the old one changes over in the overlap. */
export function rotateKey(context: HubContext): RequestHandler {
	return withDuty(context, 'keys', async (call) => {
		const known = targetOf(context, call)
		const wanted = known ? await readOptional(call, KeyRotation) : fail(noSuchKey())
		if (!known || !wanted.ok) {
			sendResult(call.response, wanted)
			return
		}
		const own = ownFault(known)
		if (own) {
			sendFault(call.response, own)
			return
		}
		const overlapMs = wanted.value.overlapMinutes * MINUTE_MS
		const rotated = await context.access.write(() => context.access.rotateKey(known.id, { overlapMs }, call.grant.credential))
		sendResult(call.response, rotated ? ok({ id: known.id, key: rotated.key }) : fail(noSuchKey()), 201)
	})
}

export function revokeKey(context: HubContext): RequestHandler {
	return withDuty(context, 'keys', async (call) => {
		const { access } = context
		const known = targetOf(context, call)
		const own = known && ownFault(known)
		if (own) sendFault(call.response, own)
		else if (known && (await access.write(() => access.revokeKeyById(known.id, call.grant.credential)))) call.response.status(204).end()
		else sendFault(call.response, noSuchKey())
	})
}

function targetOf({ access }: HubContext, { grant, request }: Call): KeyEntry | undefined {
	const id = parameter(request, 'id')
	return access.keys().find((one) => one.id === id && one.revoked === undefined && within(grant, one.grant))
}

/** Without its key the program that starts the feeds on this machine is locked out. */
function ownFault({ grant }: KeyEntry): Fault | undefined {
	return grant.source === SUPERVISOR ? fault('not-allowed', `"${SUPERVISOR}" is the key of this program itself`) : undefined
}

function noSuchKey(): Fault {
	return fault('not-found', 'there is no such key in force')
}

/** By credential, and by name where it is a person's. */
function makerOf({ access }: HubContext, credential: string): NonNullable<KeyView['madeBy']> {
	const maker = credential.startsWith('person-') ? access.accountById(credential.slice('person-'.length)) : undefined
	return { credential, ...(maker && { name: maker.name }), ...(maker?.state === 'ended' && { ended: true as const }) }
}

function viewOf(context: HubContext, { id, grant, created: at, revoked, lastUsed, budget, overlapEnds, madeBy }: KeyEntry): KeyView {
	const { now } = context
	const { source, role, rank, organisation, clearance, operations, kinds, submitKinds, expires } = grant
	return {
		id,
		name: source,
		role,
		rank,
		...(organisation !== undefined && { organisation }),
		clearance,
		operations,
		...(kinds && { kinds }),
		...(submitKinds && { submitKinds }),
		...(budget && { budget }),
		state: stateOf({ revoked, expires, now: now() }),
		created: instant(at),
		...(madeBy !== undefined && { madeBy: makerOf(context, madeBy) }),
		...(expires !== undefined && { expires }),
		...(lastUsed !== undefined && { lastUsed: instant(lastUsed) }),
		...(overlapEnds !== undefined && overlapEnds > now() && { overlapUntil: instant(overlapEnds) }),
	}
}

type Life = { readonly revoked: number | undefined; readonly expires: number | undefined; readonly now: number }

function stateOf({ revoked, expires, now }: Life): KeyView['state'] {
	if (revoked !== undefined) return 'revoked'
	return expires !== undefined && expires <= now ? 'expired' : 'active'
}
