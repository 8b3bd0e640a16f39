import { altersDiary, bookOf } from '@lagebild/model/diary.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StoredEvent } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Batch } from '@lagebild/model/measurement.ts'

import { canonicalText } from './canonical.ts'
import type { AppendClass, DiaryClaim, Prepared } from './port.ts'
import { digestOf, seal } from './seal.ts'
import { SYSTEM_CREDENTIAL } from './system-event.ts'

/** Queue of the hub's own ticks; a batch has no id, so nothing is looked up by it. */
const BATCH_CREDENTIAL = 'batch'

/**
 * @param said what the sender said, without what the hub filled in: a retry says the same again.
 */
export function prepareEvent(event: StoredEvent, said: unknown, urgency: AppendClass): Prepared {
	return {
		...seal(event),
		body: { type: 'event', event },
		credential: isStatement(event) ? event.author.credential : SYSTEM_CREDENTIAL,
		said: digestOf(canonicalText(said)),
		urgency,
		entities: isStatement(event) ? unique([event.entity, ...(event.links ?? []).map((link) => link.to)]) : [],
		...diaryOf(event),
	}
}

function diaryOf(event: StoredEvent): { diary?: DiaryClaim } {
	if (!isStatement(event) || !altersDiary(event)) return {}
	const book = bookOf(event)
	return { diary: { entity: event.entity, ...(book !== undefined && { book }) } }
}

export function prepareBatch(batch: Batch, urgency: AppendClass = 'feed'): Prepared {
	const sealed = seal(batch)
	return {
		...sealed,
		body: { type: 'batch', batch },
		credential: BATCH_CREDENTIAL,
		said: sealed.commit,
		urgency,
		entities: unique(batch.parts.flatMap((part) => [...(part.observations?.entity ?? []), ...(part.curves ?? []).map((c) => c.entity)])),
	}
}

function unique(ids: readonly EntityId[]): readonly EntityId[] {
	return [...new Set(ids)]
}
