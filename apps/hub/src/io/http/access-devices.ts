import type { ListedDevice } from '@lagebild/access/port.ts'
import { DeviceRevocation, NewEnrolment } from '@lagebild/model/access/http.ts'
import type { DeviceView } from '@lagebild/model/access/http.ts'
import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { RequestHandler } from 'express'
import type * as z from 'zod'

import { givingFault } from '../../core/giving.ts'
import type { RunningOperation } from '../../running.ts'
import { rightsFor } from './access-rights.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readShaped } from './public-post.ts'
import { mayReadEntity, readerOf } from './readable.ts'
import { authenticated, parameter, sendResult } from './route.ts'
import type { Call } from './route.ts'

/** Devices of the operations in which the asker manages them. */
export function listDevices(context: HubContext): RequestHandler {
	return authenticated(context, ({ grant, response }) => {
		response.json(managed(context, grant).map(viewOf))
	})
}

function managed(context: HubContext, grant: Grant): readonly ListedDevice[] {
	return context.access.devices().filter((device) => {
		const running = context.operations.get(device.operation)
		const own = grant.organisation === undefined || grant.organisation === device.organisation
		return running !== undefined && own && mayEnrol(grant, running)
	})
}

function mayEnrol(grant: Grant, { operation }: RunningOperation): boolean {
	return reaches(grant, operation.id) && hasDutyIn(grant, 'devices', operation)
}

/** A code for one tablet of one unit: shown once, good for five minutes. */
export function createEnrolment(context: HubContext): RequestHandler {
	return authenticated(context, async (call) => {
		const wanted = await readShaped(call, NewEnrolment)
		const made = wanted.ok ? await context.access.write(() => enrolment(context, call, wanted.value)) : wanted
		sendResult(call.response, made, 201)
	})
}

function enrolment(context: HubContext, { grant }: Call, wanted: z.infer<typeof NewEnrolment>): Result<unknown> {
	const running = context.operations.get(wanted.operation)
	if (!running || !reaches(grant, running.operation.id)) return fail(fault('unknown-operation', undefined, 'operation'))
	const { organisation, clearance } = rightsFor(grant, { ...wanted, role: 'field', operations: [wanted.operation] })
	const rights = { role: 'field', clearance, operations: [wanted.operation], organisation } as const
	const refused = deskFault(grant, running) ?? givingFault(grant, rights) ?? unitFault(context, { grant, running, unit: wanted.unit })
	if (refused) return fail(refused)
	const { unit, operation, name } = wanted
	const request = { unit, operation, name, clearance, invitedBy: grant.name, ...(organisation !== undefined && { organisation }) }
	return ok(context.access.createEnrolment(request, grant.credential))
}

function deskFault(grant: Grant, running: RunningOperation): Fault | undefined {
	if (!mayEnrol(grant, running)) return fault('not-allowed', 'this credential enrols no devices in this operation')
	return running.operation.state === 'open' ? undefined : fault('operation-closed')
}

type Wanted = { readonly grant: Grant; readonly running: RunningOperation; readonly unit: ListedDevice['unit'] }

/** In the operation itself or in a base that it shows; one that the asker may not see does not exist. */
function unitFault({ operations, now }: HubContext, { grant, running, unit }: Wanted): Fault | undefined {
	const reader = readerOf({ now }, { grant, running })
	const shown = [running, ...running.operation.bases.flatMap((id) => operations.get(id) ?? [])]
	return shown.some(({ picture }) => mayReadEntity(reader, picture, unit)) ? undefined : fault('unknown-entity', undefined, 'unit')
}

/** At once: its connection is told and closed, and every later proof is refused. */
export function revokeDevice(context: HubContext): RequestHandler {
	return authenticated(context, async (call) => {
		const id = parameter(call.request, 'id')
		const known = managed(context, call.grant).find(({ device }) => device === id)
		const wanted = known ? await readShaped(call, DeviceRevocation) : fail(noSuchDevice())
		if (!known || !wanted.ok) {
			sendResult(call.response, wanted)
			return
		}
		const { how } = wanted.value
		const revoked = await context.access.write(() => context.access.revokeDevice(id, how, call.grant.credential))
		if (revoked) call.response.json(viewOf({ ...known, ...revoked }))
		else sendFault(call.response, noSuchDevice())
	})
}

function noSuchDevice(): Fault {
	return fault('not-found', 'there is no such device in use')
}

function viewOf({ device, unit, operation, name, organisation, state, lastContact, created }: ListedDevice): DeviceView {
	return {
		id: device,
		unit,
		operation,
		name,
		...(organisation !== undefined && { organisation }),
		state,
		created: instant(created),
		...(lastContact !== undefined && { lastContact: instant(lastContact) }),
	}
}
