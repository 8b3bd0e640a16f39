import type { Access } from '@lagebild/access/store.ts'
import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { guardedFetch } from '@lagebild/outbound/guarded-fetch.ts'
import type { GuardedFetch } from '@lagebild/outbound/guarded-fetch.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { Logger } from 'pino'

import type { Clock } from '../clock.ts'
import { createSeal } from '../oidc/seal.ts'
import type { Seal } from '../oidc/seal.ts'
import type { Operations } from '../operations.ts'
import type { RunningOperation } from '../running.ts'
import type { InnerViewers } from '../stream/inner-viewers.ts'
import { attempt } from './attempt.ts'
import type { Message, Outcome } from './attempt.ts'
import { nextEntries } from './entries.ts'
import type { Next, Serving } from './next.ts'
import { pauseMs } from './retry.ts'
import { nextRows } from './rows.ts'
import { sealKey } from './sign.ts'
import type { WebhookStore } from './store.ts'
import { stateOf } from './subscription.ts'
import type { Progress, Subscription, Webhook } from './subscription.ts'

export type CourierOptions = {
	readonly store: WebhookStore
	readonly operations: Operations
	readonly access: Access
	readonly viewers: InnerViewers
	/** Of this hub, among those that share the store; the same after a restart where nobody else does. */
	readonly owner: string
	readonly allowPrivateHosts: readonly string[]
	readonly now: Clock
	readonly log: Logger
	/** It failed for so long that it stopped: people are told. */
	readonly onGivenUp: (subscription: Subscription, why: string) => Promise<void>
	readonly everyMs?: number
}

const EVERY_MS = 500
/** A lease is longer than the longest attempt, twice. */
const LEASE_MS = 30_000
const TIMEOUT_MS = 10_000
const GIVE_UP_MS = 3 * 86_400_000
/** Messages of one subscription before others are looked at again. */
const TURN = 50

/** Delivers what subscriptions ask for: of each one in order, one message at a time, by one hub at a time. */
export class Courier {
	readonly #options: CourierOptions
	readonly #outbound: GuardedFetch
	readonly #seal: Seal
	readonly #busy = new Map<string, Promise<void>>()
	#timer: NodeJS.Timeout | undefined
	#looking: Promise<void> | undefined
	#stopped = false
	#isAway = false

	constructor(options: CourierOptions) {
		this.#options = options
		this.#outbound = guardedFetch({ allowPrivateHosts: options.allowPrivateHosts, timeoutMs: TIMEOUT_MS })
		this.#seal = createSeal(() => sealKey(options.access.secret('provider sign-in')))
	}

	get seal(): Seal {
		return this.#seal
	}

	start(): void {
		this.#timer = setInterval(() => {
			this.#looking ??= this.#look().finally(() => {
				this.#looking = undefined
			})
		}, this.#options.everyMs ?? EVERY_MS)
	}

	/** What is on its way is waited for, so that no other hub has to guess. */
	async stop(): Promise<void> {
		this.#stopped = true
		clearInterval(this.#timer)
		await this.#looking
		await Promise.all(this.#busy.values())
		await this.#outbound.close()
		await this.#options.store.release(this.#options.owner).catch(() => undefined)
	}

	/** One message beside the others, now. */
	send({ url, sealed }: Subscription, message: Message): Promise<Outcome> {
		const secret = this.#seal.open(sealed)
		if (secret === undefined) return Promise.resolve({ type: 'failed', text: NO_SECRET })
		return attempt(message, { url, secret, fetch: this.#outbound.fetch, now: this.#options.now() })
	}

	async #look(): Promise<void> {
		const { store, log } = this.#options
		try {
			for (const webhook of await store.list()) {
				const { id } = webhook.subscription
				if (this.#stopped || this.#busy.has(id) || !this.#isDue(webhook)) continue
				this.#busy.set(
					id,
					this.#serve(id).finally(() => this.#busy.delete(id)),
				)
			}
			this.#isAway = false
		} catch (error) {
			if (!this.#isAway) log.warn({ err: error }, 'subscriptions cannot be read now')
			this.#isAway = true
		}
	}

	#isDue(webhook: Webhook): boolean {
		const { subscription, progress } = webhook
		const { operations, now } = this.#options
		if (stateOf(webhook) !== 'active' || progress.nextAt > now()) return false
		const running = operations.get(subscription.operation)
		return running !== undefined && (this.#grantFor(webhook.subscription, running) === undefined || hasNews(progress, running))
	}

	async #serve(id: string): Promise<void> {
		const { log } = this.#options
		try {
			for (let n = 0; n < TURN && !this.#stopped; n++) {
				const webhook = await this.#claim(id)
				if (!webhook || !this.#isDue(webhook) || !(await this.#step(webhook))) return
			}
		} catch (error) {
			log.warn({ err: error, webhook: id }, 'a subscription could not be served')
		}
	}

	#claim(id: string): Promise<Webhook | undefined> {
		const { store, owner } = this.#options
		return store.claim(id, { owner, ms: LEASE_MS })
	}

	/** @returns undefined when there is nothing more to do now, or it is somebody else's */
	async #step({ subscription, progress }: Webhook): Promise<Progress | undefined> {
		const { operations, viewers, now } = this.#options
		const running = operations.get(subscription.operation)
		if (!running?.caughtUp) return undefined
		const grant = this.#grantFor(subscription, running)
		if (!grant)
			return this.#stopFor(subscription, progress, 'the credential that made it sees this operation no more, or may not have webhooks')
		const next = await nextOf({ subscription, running, grant, operations, viewers, now }, progress)
		return next && this.#deliver(subscription, progress, next)
	}

	async #deliver(subscription: Subscription, before: Progress, { messages, pending, cursor }: Next): Promise<Progress | undefined> {
		const { store, owner, now } = this.#options
		const { id } = subscription
		let progress = before
		if (pending && !before.pending) {
			progress = { ...before, pending }
			if (!(await store.save(id, owner, progress))) return undefined
		}
		for (const [n, message] of messages.entries()) {
			if (n > 0 && !(await this.#claim(id))) return undefined
			const outcome = await this.send(subscription, message)
			if (outcome.type !== 'taken') return this.#failed(subscription, progress, outcome)
			progress = { ...progress, delivered: progress.delivered + 1, lastDelivered: now() }
		}
		const { pending: _done, failingSince: _over, ...rest } = progress
		const after: Progress = { ...rest, cursor, attempts: 0, nextAt: 0 }
		return (await store.save(id, owner, after)) ? after : undefined
	}

	async #failed(subscription: Subscription, progress: Progress, outcome: Exclude<Outcome, { type: 'taken' }>): Promise<undefined> {
		const { store, owner, now, onGivenUp } = this.#options
		const at = now()
		const lastError = { at, text: outcome.text, ...(outcome.status !== undefined && { status: outcome.status }) }
		const attempts = progress.attempts + 1
		const failingSince = progress.failingSince ?? at
		const failed: Progress = { ...progress, lastError, attempts, failingSince }
		if (outcome.type === 'gone') return this.#stopFor(subscription, failed, 'the receiver answered that it is gone (410)')
		if (at - failingSince >= GIVE_UP_MS) {
			const why = `failing for three days: ${outcome.text}`
			const { failingSince: _since, ...rest } = failed
			const isSaved = await store.save(subscription.id, owner, { ...rest, attempts: 0, nextAt: 0, stopped: { at, why, forGood: false } })
			if (isSaved) await onGivenUp(subscription, why)
			return undefined
		}
		const nextAt = at + pauseMs({ attempts, askedMs: outcome.askedMs, chance: Math.random() })
		await store.save(subscription.id, owner, { ...failed, nextAt })
		return undefined
	}

	async #stopFor({ id }: Subscription, progress: Progress, why: string): Promise<undefined> {
		const { store, owner, now } = this.#options
		await store.save(id, owner, { ...progress, stopped: { at: now(), why, forGood: true } })
		return undefined
	}

	/** What its maker may see now: nothing once the credential ends or is given another role. */
	#grantFor({ credential }: Subscription, running: RunningOperation): Grant | undefined {
		const { access, operations, now } = this.#options
		const grant = access.grantOfCredential(credential)
		if (!grant || !hasDuty(grant.role, 'webhooks') || (grant.expires !== undefined && grant.expires <= now())) return undefined
		return operations.readerGrant(grant, running)
	}
}

const NO_SECRET = 'its secret cannot be read any more: delete it and make another one'

function hasNews({ cursor, pending }: Progress, { picture, epoch, hub }: RunningOperation): boolean {
	if (pending) return true
	const head = headOf(picture)
	if (cursor.of === 'entries') return head > cursor.seq || cursor.epoch !== epoch
	const { place } = cursor
	return !place || place.epoch !== hub.epoch || Math.min(place.seq.U, place.seq.S, place.seq.M) < head
}

async function nextOf(serving: Serving, { cursor, pending }: Progress): Promise<Next | undefined> {
	if (cursor.of === 'entries') return nextEntries(serving, cursor, pending?.of === 'entries' ? pending : undefined)
	return nextRows(serving, cursor.place, pending?.of === 'rows' ? pending : undefined)
}
