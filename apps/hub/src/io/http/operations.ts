import { hasDuty } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { namedOf } from '@lagebild/model/operation-history.ts'
import { NewOperation, OperationPatch, OperationState, OperationStep } from '@lagebild/model/operation.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { RunningOperation } from '../../running.ts'
import { auditAct } from './audit.ts'
import { readBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readQuery } from './query.ts'
import { mayName, readerOf } from './readable.ts'
import { authenticated, sendResult, writingIn } from './route.ts'
import type { Call, OperationCall } from './route.ts'

/**
 * An operation as it is listed. `people`: a person has spoken in it; `viewers`: connections that follow it now; `active`: when its newest
 * entry was recorded.
 */
function listed({ operations, now, grant }: Listing, running: RunningOperation) {
	const { operation, picture, people, active, hub } = running
	const shown = [running, ...operation.bases.flatMap((id) => operations.get(id) ?? [])]
	const reader = readerOf({ now }, { grant: operations.readerGrant(grant, running) ?? grant, running })
	const named = namedOf(operation, (id) => shown.every((one) => mayName(reader, one.picture, id)))
	return { ...named, seq: headOf(picture), people, viewers: hub.viewers.size, active }
}

/** Sensors and sections that the reader may not see are not named. */
type Listing = Pick<HubContext, 'operations' | 'now'> & { readonly grant: Grant }

function listingFor({ operations, now }: HubContext, grant: Grant): Listing {
	return { operations, now, grant }
}

/** What is archived is out of the way: it is listed for those who ask for it. */
const USUAL: readonly OperationState[] = ['open', 'closed']

export function listedFor(context: HubContext, grant: Grant, states: readonly OperationState[] = USUAL) {
	const listing = listingFor(context, grant)
	return listing.operations
		.readableBy(grant)
		.filter(({ operation }) => states.includes(operation.state))
		.map((running) => listed(listing, running))
}

const ListQuery = z.strictObject({
	state: z
		.string()
		.transform((text) => text.split(','))
		.pipe(z.array(OperationState).min(1))
		.optional(),
})

export function listOperations(context: HubContext): RequestHandler {
	return authenticated(context, ({ grant, request, response }) => {
		const query = readQuery(request, ListQuery)
		if (query.ok) response.json(listedFor(context, grant, query.value.state))
		else sendFault(response, query.fault)
	})
}

/** Opens a journal of its own for a new situation. For those who lead, and for credentials that reach every operation. */
export function createOperation(context: HubContext): RequestHandler {
	return authenticated(context, async (call) => {
		const { grant, response } = call
		const wanted = await read(call, { schema: NewOperation, refused: mayNotCreate(grant) })
		const created = wanted.ok ? await context.operations.create(wanted.value) : wanted
		if (created.ok) auditAct(context, grant, { act: 'operation opened', of: created.value.operation.id })
		sendResult(response, created.ok ? ok(listed(listingFor(context, grant), created.value)) : created, 201)
	})
}

function mayNotCreate({ operations, role }: Grant): Fault | undefined {
	if (!hasDuty(role, 'operations.open')) return fault('not-allowed', `the role ${role} opens no operations`)
	return operations === 'all' ? undefined : fault('not-allowed', 'this credential is for named operations only and opens no new one')
}

/** Name, area, gauges, time zone, bases: answered when it stands in the journal. */
export function patchOperation(context: HubContext): RequestHandler {
	return writingIn(context, async (call) => {
		const wanted = await read(call, { schema: OperationPatch })
		if (!wanted.ok) {
			sendFault(call.response, wanted.fault)
			return
		}
		const { reason, ...values } = wanted.value
		answer(context, call, await context.operations.change(call.running, values, { grant: call.grant, reason }))
	})
}

export function stepOperation(context: HubContext): RequestHandler {
	return writingIn(context, async (call) => {
		const wanted = await read(call, { schema: OperationStep })
		if (!wanted.ok) {
			sendFault(call.response, wanted.fault)
			return
		}
		const { state, reason } = wanted.value
		const before = call.running.operation.state
		const done = await context.operations.step(call.running, state, { grant: call.grant, reason })
		if (done.ok && before !== state) auditAct(context, call.grant, { act: `operation ${state}`, of: call.running.operation.id })
		answer(context, call, done)
	})
}

function answer(context: HubContext, { running, response, grant }: OperationCall, done: Result<unknown>): void {
	sendResult(response, done.ok ? ok(listed(listingFor(context, grant), running)) : done)
}

type Reading<T> = { readonly schema: z.ZodType<T>; readonly refused?: Fault | undefined }

async function read<T>({ request, response }: Call, { schema, refused }: Reading<T>): Promise<Result<T>> {
	if (refused) return fail(refused)
	const body = await readBody(request, response)
	if (!body.ok) return body
	const parsed = schema.safeParse(body.value)
	return parsed.success ? ok(parsed.data) : fail(faultOf(parsed.error))
}
