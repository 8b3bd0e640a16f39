import type { ListedDevice } from '@lagebild/access/port.ts'
import { Deposit, DEPOSIT_MS, MOST_DEPOSITED } from '@lagebild/model/access/device.ts'
import { fault } from '@lagebild/model/fault.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Request, RequestHandler, Response } from 'express'
import type * as z from 'zod'

import type { Speaker } from '../../core/guest.ts'
import type { RunningOperation } from '../../running.ts'
import { problemOf } from '../gateway/messages.ts'
import { refusal, submit } from '../submission.ts'
import { mayPost } from './auth.ts'
import { readItems } from './body.ts'
import type { HubContext } from './context.ts'
import { parameter, sendResult } from './route.ts'

type Deposit = z.infer<typeof Deposit>

/** Told of each item, so that what was said elsewhere is still taken. */
const NOT_SHOWN = fault('not-allowed', 'the operation of this device does not show the one in which this was said', 'operation')

/** D6: a retired device hands over what it has not sent. One answer per item, in their order. */
export function postDeposit(context: HubContext): RequestHandler {
	return async (request, response) => {
		const asked = await readDeposit(request, response)
		const answers = asked.ok ? await take(context, parameter(request, 'id'), asked.value) : asked
		sendResult(response, answers, 207)
	}
}

/** What spoils a single item is told at its place, as over a socket; what spoils the text is not. */
async function readDeposit(request: Request, response: Response): Promise<Result<Deposit>> {
	const allowed = mayPost(request)
	const body = allowed.ok ? await readItems(request, response) : allowed
	if (!body.ok) return body
	const broken = body.value.problems.find(({ fault: { fault: code } }) => code !== 'lone-surrogate')
	if (broken) return fail(broken.fault)
	const items = itemsIn(body.value.value)
	if (items.length > MOST_DEPOSITED) return fail(fault('too-many-items', `${items.length} items; the limit is ${MOST_DEPOSITED}`, 'items'))
	const read = Deposit.safeParse(body.value.value)
	return read.success ? ok(read.data) : fail(faultOf(read.error))
}

function itemsIn(body: unknown): readonly unknown[] {
	const items: unknown = typeof body === 'object' && body !== null && 'items' in body ? body.items : undefined
	return Array.isArray(items) ? items : []
}

async function take(context: HubContext, id: string, { nonce, signature, operation, items }: Deposit): Promise<Result<readonly Answer[]>> {
	const { access } = context
	const proof = await access.attempt(() => access.proveRetired(id, nonce, Buffer.from(signature, 'base64url')))
	if (!proof.ok) return proof
	const { device, grant } = proof.value
	const running = runningFor(context, device, operation)
	if (!running.ok) return operation === undefined || running.fault.fault !== 'unknown-operation' ? running : ok(notShown(items))
	const speaker = context.operations.speakerGrant(grant, running.value)
	return speaker ? deposited(running.value, speaker, items) : ok(notShown(items))
}

function notShown(items: readonly unknown[]): readonly Answer[] {
	return items.map((item) => refusal(item, NOT_SHOWN))
}

function runningFor(
	{ operations, now }: HubContext,
	{ operation: own, revoked = 0 }: ListedDevice,
	operation = own,
): Result<RunningOperation> {
	if (now() - revoked > DEPOSIT_MS) return fail(fault('not-allowed', 'the time for this is over: 14 days after a device was retired'))
	const running = operations.get(operation)
	if (!running) return fail(fault('unknown-operation'))
	return running.caughtUp ? ok(running) : fail(fault('not-ready'))
}

/** What the hub had already when the device was retired stands there as it was said: it is asked for once more under its own words. */
async function deposited(running: RunningOperation, grant: Speaker, items: readonly unknown[]): Promise<Result<readonly Answer[]>> {
	const answers = await handIn(running, grant, items.map(asDeposited))
	if (!answers.ok) return answers
	const before = items.filter((_, index) => isReused(answers.value[index]))
	if (before.length === 0) return answers
	const known = await handIn(running, grant, before)
	if (!known.ok) return known
	const found = known.value.values()
	return ok(answers.value.map((answer) => (isReused(answer) ? (found.next().value ?? answer) : answer)))
}

function handIn(running: RunningOperation, grant: Speaker, items: readonly unknown[]): Promise<Result<readonly Answer[]>> {
	return submit(running, grant, { items, problemAt: (index) => problemOf(items[index]) })
}

function isReused(answer: Answer | undefined): boolean {
	return answer !== undefined && isRefused(answer) && answer.fault === 'id-reused'
}

/** Nobody vouches for a device that is out of service: its word stands unverified, was late, and says nothing about who may read it. */
function asDeposited(item: unknown): unknown {
	if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
	const { label: _label, ...said }: { readonly label?: unknown } = item
	return { ...said, confidence: 'unverified', backfill: true }
}
