import { randomBytes, randomUUID } from 'node:crypto'

import { EVENT_SCHEMA, isStatement } from '@lagebild/model/event.ts'
import type { StoredEvent, SystemEvent } from '@lagebild/model/event.ts'
import { EventId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Batch } from '@lagebild/model/measurement.ts'

import { canonicalText } from './canonical.ts'
import { commitOf, SALT_BYTES, sha256 } from './chain.ts'
import type { AppendClass, Prepared } from './port.ts'

/** Credential of everything that the journal says about itself. */
export const SYSTEM_CREDENTIAL = 'system'
/** Queue of the hub's own ticks; a batch has no id, so nothing is looked up by it. */
const BATCH_CREDENTIAL = 'batch'

/**
 * @param said what the sender said, without what the hub filled in: a retry says the same again.
 */
export function prepareEvent(event: StoredEvent, said: unknown, urgency: AppendClass): Prepared {
	return {
		...sealed(canonicalText(event)),
		body: { type: 'event', event },
		credential: isStatement(event) ? event.author.credential : SYSTEM_CREDENTIAL,
		said: sha256(Buffer.from(canonicalText(said))).toString('hex'),
		urgency,
		entities: isStatement(event) ? unique([event.entity, ...(event.links ?? []).map((link) => link.to)]) : [],
	}
}

export function prepareBatch(batch: Batch, urgency: AppendClass = 'feed'): Prepared {
	const seal = sealed(canonicalText(batch))
	return {
		...seal,
		body: { type: 'batch', batch },
		credential: BATCH_CREDENTIAL,
		said: seal.commit,
		urgency,
		entities: unique(batch.parts.flatMap((part) => [...(part.observations?.entity ?? []), ...(part.curves ?? []).map((c) => c.entity)])),
	}
}

/** An entry about the journal itself. `received` is the hub's clock. */
export function prepareSystem(
	event: Omit<SystemEvent, 'schema' | 'id' | 'kind'>,
): Prepared & { readonly body: { readonly event: SystemEvent } } {
	const whole: SystemEvent = { ...event, schema: EVENT_SCHEMA, id: EventId.parse(randomUUID()), kind: 'system' }
	return { ...prepareEvent(whole, whole, 'urgent'), body: { type: 'event', event: whole } }
}

function sealed(canonical: string): Pick<Prepared, 'canonical' | 'salt' | 'commit'> {
	const salt = nextSalt()
	return { canonical, salt: salt.toString('hex'), commit: commitOf(salt, Buffer.from(canonical)).toString('hex') }
}

/** Random bytes drawn in advance: one draw costs as much as the whole rest of a preparation. Each byte is used once. */
const POOL_BYTES = 256 * SALT_BYTES
let pool = Buffer.alloc(0)

function nextSalt(): Buffer {
	if (pool.length < SALT_BYTES) pool = randomBytes(POOL_BYTES)
	const salt = pool.subarray(0, SALT_BYTES)
	pool = pool.subarray(SALT_BYTES)
	return salt
}

function unique(ids: readonly EntityId[]): readonly EntityId[] {
	return [...new Set(ids)]
}
