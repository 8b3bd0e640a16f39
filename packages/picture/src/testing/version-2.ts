import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'

/** Statements about sensors of version 1 as version 2 says them. By hand, so that it is not the upgrade that is compared with itself. */
export function inVersion2(each: Entry): Entry {
	const { body } = each
	if (body.type !== 'event' || !isStatement(body.event) || body.event.kind !== 'sensor' || body.event.version !== undefined) return each
	return { ...each, body: { type: 'event', event: restated(body.event) } }
}

function restated(event: StatementEvent): StatementEvent {
	if (event.op === 'retract' && event.withdraws) {
		const fields = event.withdraws.fields.map((name) => (name === 'zero' ? 'zeros' : name))
		return { ...event, withdraws: { ...event.withdraws, version: 2, fields } }
	}
	if ((event.op !== 'upsert' && event.op !== 'patch') || !event.payload) return event
	const { zero, ...same } = event.payload
	return { ...event, version: 2, payload: zero === undefined ? same : { ...same, zeros: byDay(zero) } }
}

type Stated = NonNullable<Extract<StatementEvent, { op: 'patch' }>['payload']>[string]

function byDay(zero: Stated): Stated {
	if (typeof zero !== 'object' || zero === null || Array.isArray(zero)) return null
	const { validFrom = '', metres = null, datum = null } = zero
	const day = typeof validFrom === 'string' ? /^\d{4}-\d\d-\d\d/.exec(validFrom)?.[0] : undefined
	return { [day ?? '1900-01-01']: { metres, datum } }
}
