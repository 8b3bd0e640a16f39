import type { Seq } from '@lagebild/model/ids.ts'
import type { Frame } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane, MeasuredRow, Row } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { firstChangeAfter } from './changes.ts'
import type { Delta } from './delta.ts'
import type { Hub } from './hub.ts'
import type { View } from './view.ts'
import { sentOf } from './viewer.ts'
import type { LaneState } from './viewer.ts'

export type FrameSeed = {
	readonly lane: Lane
	readonly view: View
	readonly previous?: View
	readonly from: Seq
	readonly asOf: number
	readonly delta: Delta
}

export type Encoded = { readonly message: Frame; readonly text: string }

/** Makes and encodes one frame up to the head. Its number is the hub's next one. */
export function frameOf(hub: Hub, { lane, view, previous, from, asOf, delta }: FrameSeed): Encoded {
	const head = {
		no: ++hub.frames,
		epoch: hub.epoch,
		scopeId: view.id,
		...(previous && { prevScopeId: previous.id }),
		from,
		to: headOf(hub.picture),
		asOf,
		...(delta.drop.length > 0 && { drop: delta.drop }),
	}
	const message: Frame =
		lane === 'M'
			? {
					...head,
					lane,
					...(delta.put.length > 0 && { put: delta.put.filter(isMeasured) }),
					...(delta.move.k.length > 0 && { move: delta.move }),
				}
			: { ...head, lane, ...(delta.put.length > 0 && { put: delta.put.filter(isState) }) }
	return { message, text: textOf(message, delta) }
}

/** `JSON.stringify` of the message, with rows that many frames bring written once (F4). */
function textOf({ put, ...message }: Frame, delta: Delta): string {
	const head = JSON.stringify(message)
	if (!put) return head
	delta.putText ??= JSON.stringify(delta.put)
	return `${head.slice(0, -1)},"put":${delta.putText}}`
}

function isState(row: Row | MeasuredRow): row is Row {
	return 'kind' in row
}

function isMeasured(row: Row | MeasuredRow): row is MeasuredRow {
	return !('kind' in row)
}

/**
 * H8 for one viewer: its content of another lane is only as new as the first change that it lacks, because that lane waits for credit, has a
 * slower rate or is not this tick's turn yet; no frame may claim more. `besides` is the lane that the frame brings up to date.
 */
export function asOfFor(hub: Hub, lanes: Readonly<Record<Lane, LaneState>>, besides: Lane): number {
	let asOf = hub.asOf
	for (const lane of LANES) if (lane !== besides) asOf = Math.min(asOf, completeUntil(hub, sentOf(lanes[lane])))
	return asOf
}

/** Until when a content of this seq was all that was known. */
export function completeUntil(hub: Hub, at: Seq): number {
	return at < headOf(hub.picture) ? Math.min(hub.asOf, firstChangeAfter(hub, at) ?? hub.asOf) : hub.asOf
}
