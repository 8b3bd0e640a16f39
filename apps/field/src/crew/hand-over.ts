import { uuid7 } from '@lagebild/client/uuid7.ts'
import { entityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import type { Strength } from '@lagebild/model/strength.ts'
import { iso } from '@lagebild/model/time.ts'

import { addCrew } from '../device/crews.ts'
import { dropOpenDraft } from '../report/open-draft.ts'
import { patching } from '../say/saying.ts'
import type { Saying } from '../say/saying.ts'
import { deviceClock, operationOf } from '../state/clients.ts'
import { say } from '../state/sayings.ts'
import { store } from '../state/store.ts'

export type NewCrew = { readonly leader: string; readonly strength: Strength }
type TakenOver = NewCrew & {
	readonly unit: RowOf<'unit'>
	readonly device: string
	readonly native: string
	readonly at: number
	readonly text: string
}

/** The unit's own facts, and a message: so the staff reads at once that others answer now, and it stays in the log. */
export function handOverSayings({ unit, leader, strength, device, native, at, text }: TakenOver): {
	readonly facts: Saying
	readonly message: Saying
} {
	const { callsign } = unit.fields
	return {
		facts: patching('unit', unit.id, { leader, strength, since: iso(at) }),
		message: {
			kind: 'message',
			entity: entityId('message', `tablet-${device}`, native),
			op: 'upsert',
			payload: { type: 'report', text, ...(callsign && { from: callsign }) },
			links: [{ rel: 'about', to: unit.id }],
		},
	}
}

type Words = { readonly unit: RowOf<'unit'>; readonly crew: NewCrew; readonly text: string }

/** Another crew has the device from now on. What waits stays as it was said, with its time, and is sent as before. */
export async function handOver({ unit, crew, text }: Words): Promise<void> {
	const { door, crews } = store.getState()
	const operation = operationOf(unit.id)
	if (door.state !== 'in' || operation === undefined) return
	const wall = Date.now()
	const { leader: before } = unit.fields
	const change = { at: wall, leader: crew.leader, ...(before && { before }) }
	await dropOpenDraft()
	await addCrew(change).catch(() => undefined)
	store.setState({ crews: [...crews, change] })
	const at = wall + (deviceClock.offset ?? 0)
	const { facts, message } = handOverSayings({ ...crew, unit, device: door.device.id, native: uuid7(at), at, text })
	await say(operation, [facts])
	await say(door.device.operation, [message])
}
