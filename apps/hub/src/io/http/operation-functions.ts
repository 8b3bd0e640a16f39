import { AssignmentRequest } from '@lagebild/model/access/functions.ts'
import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { namedOf } from '@lagebild/model/operation-history.ts'
import type { FunctionChange } from '@lagebild/model/operation-history.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { RequestHandler } from 'express'

import type { RunningOperation } from '../../running.ts'
import { readBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { mayName, mayReadEntity, readerOf } from './readable.ts'
import { inOperation, sendResult, writingIn } from './route.ts'
import type { OperationCall } from './route.ts'

/** Somebody to whom a function can be given. */
type Candidate = Pick<Grant, 'credential' | 'name' | 'role' | 'organisation'>

function mayAssign(grant: Grant, { operation }: RunningOperation): boolean {
	return hasDutyIn(grant, 'functions', operation)
}

/** Who has which function, and, for those who give them, to whom one can be given. */
export function getFunctions(context: HubContext): RequestHandler {
	return inOperation(context, (call) => {
		const candidates = call.own && mayAssign(call.grant, call.running) ? { candidates: candidatesFor(context, call) } : {}
		call.response.json({ ...functionsFor(context, call), ...candidates })
	})
}

function functionsFor(context: HubContext, call: OperationCall) {
	const { operation, picture } = call.running
	const reader = readerOf(context, call)
	return { operation: operation.id, functions: namedOf(operation, (id) => mayName(reader, picture, id)).functions }
}

function candidatesFor({ access }: HubContext, { grant, running }: OperationCall): readonly Candidate[] {
	const people = access.accounts().map(({ account }) => access.grantOfCredential(`person-${account}`))
	const all = [grant, ...people.filter((one) => one !== undefined && one.credential !== grant.credential)]
	return all.flatMap((one) => (one && reaches(one, running.operation.id) ? [candidateOf(one)] : []))
}

function candidateOf({ credential, name, role, organisation }: Grant): Candidate {
	return { credential, name, role, ...(organisation !== undefined && { organisation }) }
}

/** Gives a function to somebody, in place of whoever had it, or leaves it vacant: answered when it stands in the journal. */
export function putFunction(context: HubContext): RequestHandler {
	return writingIn(context, async (call) => {
		const wanted = await wantedIn(context, call)
		if (!wanted.ok) {
			sendFault(call.response, wanted.fault)
			return
		}
		const { change, reason } = wanted.value
		const done = await context.operations.assign(call.running, change, { grant: call.grant, reason })
		sendResult(call.response, done.ok ? ok(functionsFor(context, call)) : done)
	})
}

type Wanted = { readonly change: FunctionChange; readonly reason: string | undefined }

async function wantedIn(context: HubContext, call: OperationCall): Promise<Result<Wanted>> {
	if (!mayAssign(call.grant, call.running)) return fail(fault('not-allowed', `the role ${call.grant.role} gives no functions`))
	const body = await readBody(call.request, call.response)
	if (!body.ok) return body
	const read = AssignmentRequest.safeParse(body.value)
	return read.success ? changeOf(context, call, read.data) : fail(faultOf(read.error))
}

/** A section that the asker may not see does not exist, nor does a credential that does not reach the operation. */
function changeOf(context: HubContext, call: OperationCall, { credential, section, reason, ...said }: AssignmentRequest): Result<Wanted> {
	const { running } = call
	if (section !== undefined && !mayReadEntity(readerOf(context, call), running.picture, section))
		return fail(fault('unknown-entity', undefined, 'section'))
	const holder = credential === null ? undefined : context.access.grantOfCredential(credential)
	if (credential !== null && !(holder && reaches(holder, running.operation.id)))
		return fail(fault('bad-message', 'nobody of that name reaches this operation', 'credential'))
	const change = {
		...said,
		...(section !== undefined && { section }),
		...(holder && { holder: { credential: holder.credential, name: holder.name } }),
	}
	return ok({ change, reason })
}
