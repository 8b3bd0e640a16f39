import { randomBytes } from 'node:crypto'

import { hasDuty } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { bareHost } from '@lagebild/outbound/guard.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { Router } from 'express'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { cloudEvent, messageOf } from '../../webhooks/cloud-event.ts'
import { entriesHere } from '../../webhooks/entries.ts'
import { newSecret, readSecret } from '../../webhooks/sign.ts'
import { stateOf } from '../../webhooks/subscription.ts'
import type { Webhook } from '../../webhooks/subscription.ts'
import { wishSchema } from '../../webhooks/wish.ts'
import type { WebhookWish } from '../../webhooks/wish.ts'
import { Pace } from '../pace.ts'
import { auditAct } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { bodyAs } from './feed-access.ts'
import { parameter, writingIn } from './route.ts'
import type { OperationCall } from './route.ts'

const MOST_EACH = 20
const MOST_IN_OPERATION = 100
const PREFIX = 'wh-'

export function webhookRoutes(context: HubContext): Router {
	const router = Router()
	const at = '/v1/operations/:op/webhooks'
	router.get(at, listWebhooks(context))
	router.post(at, postWebhook(context))
	router.get(`${at}/:id`, getWebhook(context))
	router.delete(`${at}/:id`, deleteWebhook(context))
	router.post(`${at}/:id/state`, postState(context))
	router.post(`${at}/:id/test`, postTest(context))
	return router
}

type Handle = (call: OperationCall) => void | Promise<void>

function withDuty(context: HubContext, handle: Handle): RequestHandler {
	return writingIn(context, async (call) => {
		if (hasDuty(call.grant.role, 'webhooks')) await handle(call)
		else sendFault(call.response, fault('not-allowed', `the role ${call.grant.role} has no webhooks`))
	})
}

/** One's own; an admin handles those of all. */
function isMine({ grant }: OperationCall, { subscription }: Webhook): boolean {
	return grant.role === 'admin' || subscription.credential === grant.credential
}

function oneOf(context: HubContext, handle: (call: OperationCall, webhook: Webhook) => void | Promise<void>): RequestHandler {
	return withDuty(context, async (call) => {
		const webhook = await context.webhooks.store.find(parameter(call.request, 'id'))
		const isHere = webhook?.subscription.operation === call.running.operation.id && isMine(call, webhook)
		if (webhook && isHere) await handle(call, webhook)
		else sendFault(call.response, fault('not-found', 'there is no such webhook'))
	})
}

function listWebhooks(context: HubContext): RequestHandler {
	return withDuty(context, async (call) => {
		const all = await context.webhooks.store.list(call.running.operation.id)
		call.response.json({ webhooks: all.filter((webhook) => isMine(call, webhook)).map((webhook) => shown(call, webhook)) })
	})
}

function getWebhook(context: HubContext): RequestHandler {
	return oneOf(context, (call, webhook) => {
		call.response.json(shown(call, webhook))
	})
}

/** Without its secret. */
function shown({ running }: OperationCall, webhook: Webhook) {
	const { sealed: _sealed, created, ...subscription } = webhook.subscription
	const { cursor, attempts, nextAt, lastError, delivered, lastDelivered, stopped, failingSince } = webhook.progress
	const at = cursor.of === 'entries' ? cursor.seq : Math.min(...Object.values(cursor.place?.seq ?? { none: 0 }))
	return {
		...subscription,
		created: iso(created),
		state: stateOf(webhook),
		why: stopped?.why ?? null,
		seq: at,
		lag: Math.max(0, headOf(running.picture) - at),
		delivered,
		lastDelivered: lastDelivered === undefined ? null : iso(lastDelivered),
		attempts,
		failingSince: failingSince === undefined ? null : iso(failingSince),
		nextAttempt: attempts === 0 ? null : iso(nextAt),
		lastError: lastError ? { ...lastError, at: iso(lastError.at) } : null,
	}
}

function postWebhook(context: HubContext): RequestHandler {
	const { store, courier } = context.webhooks
	const schema = wishSchema(new Set(context.settings.outbound.allowPrivateHosts.map(bareHost)))
	return withDuty(context, async (call) => {
		const wish = await bodyAs(call, schema)
		const refused = wish.ok ? await refusalFor(context, call) : wish.fault
		if (!wish.ok || refused) return sendFault(call.response, refused ?? fault('internal'))
		const secret = (wish.value.secret && readSecret(wish.value.secret)) ?? newSecret()
		const webhook = webhookFor(call, wish.value, { sealed: courier.seal.close(secret), at: context.now() })
		const { id, operation } = webhook.subscription
		await store.add(webhook)
		auditAct(context, call.grant, { act: 'webhook made', of: `${operation}: ${id}` })
		call.response.status(201).json({ webhook: shown(call, webhook), secret })
	})
}

async function refusalFor({ access, webhooks }: HubContext, { grant, running }: OperationCall): Promise<Fault | undefined> {
	if (!access.grantOfCredential(grant.credential)) return NO_ACCOUNT
	const others = await webhooks.store.list(running.operation.id)
	const own = others.filter(({ subscription }) => subscription.credential === grant.credential).length
	return own >= MOST_EACH || others.length >= MOST_IN_OPERATION ? TOO_MANY : undefined
}

type Making = { readonly sealed: string; readonly at: Instant }

/** It begins with what is said from now on; rows begin with all there are. */
function webhookFor({ grant, running }: OperationCall, { url, content, kinds, batch }: WebhookWish, { sealed, at }: Making): Webhook {
	return {
		subscription: {
			id: PREFIX + randomBytes(8).toString('hex'),
			operation: running.operation.id,
			url,
			content,
			...(kinds && { kinds: [...new Set(kinds)] }),
			batch: content === 'rows' || (batch ?? false),
			credential: grant.credential,
			by: grant.name,
			created: at,
			sealed,
		},
		wanted: { state: 'active', by: grant.name, at },
		progress: { cursor: content === 'entries' ? entriesHere({ running }) : { of: 'rows' }, attempts: 0, nextAt: 0, delivered: 0 },
	}
}

const NO_ACCOUNT = fault('not-allowed', 'who signed in by a link has no account, and a webhook lives as long as who made it')
const TOO_MANY = fault(
	'too-many-requests',
	`a credential has at most ${MOST_EACH} webhooks in an operation, and an operation ${MOST_IN_OPERATION}`,
)

function deleteWebhook(context: HubContext): RequestHandler {
	return oneOf(context, async (call, { subscription: { id, operation } }) => {
		await context.webhooks.store.remove(id)
		auditAct(context, call.grant, { act: 'webhook deleted', of: `${operation}: ${id}` })
		call.response.status(204).end()
	})
}

const Step = z.strictObject({ state: z.enum(['active', 'paused']) })

function postState(context: HubContext): RequestHandler {
	const { store } = context.webhooks
	return oneOf(context, async (call, webhook) => {
		const step = await bodyAs(call, Step)
		const { id, operation } = webhook.subscription
		if (!step.ok) return sendFault(call.response, step.fault)
		if (stateOf(webhook) === 'ended') return sendFault(call.response, fault('bad-state', 'it has ended: make another one'))
		const { state } = step.value
		const stoppedAt = webhook.progress.stopped?.at ?? 0
		await store.want(id, { state, by: call.grant.name, at: Math.max(context.now(), stoppedAt + 1) })
		auditAct(context, call.grant, { act: state === 'active' ? 'webhook resumed' : 'webhook paused', of: `${operation}: ${id}` })
		call.response.json(shown(call, (await store.find(id)) ?? webhook))
	})
}

/** What an outside address answers is told: not too often, or it would be a way to knock at doors. */
const TESTS = { most: 5, perSecond: 0.1, now: () => performance.now() }

function postTest(context: HubContext): RequestHandler {
	const pace = new Pace(TESTS)
	return oneOf(context, async (call, { subscription }) => {
		const { id, operation, batch } = subscription
		const waitMs = pace.waitMs(call.grant.credential)
		if (!pace.spend(call.grant.credential)) {
			sendFault(call.response, { ...fault('too-many-requests', 'tests come too often'), retryAfterMs: waitMs })
			return
		}
		const name = `${id}.test.${randomBytes(8).toString('hex')}`
		const event = cloudEvent({ id: name, type: 'test', time: iso(context.now()), data: { webhook: id, by: call.grant.name }, operation })
		const outcome = await context.webhooks.courier.send(subscription, messageOf(name, [event], batch))
		call.response.json({
			ok: outcome.type === 'taken',
			status: outcome.status ?? null,
			text: outcome.type === 'taken' ? null : outcome.text,
		})
	})
}
