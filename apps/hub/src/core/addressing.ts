import type { Encoded } from './frame.ts'
import type { Hub } from './hub.ts'
import type { Effect, ViewerId } from './input.ts'
import type { Viewer } from './viewer.ts'

/** Smaller frames gain nothing from being packed. */
const LEAST_PACKED = 400

/** One frame and those whom it goes to, each in the form that they read. */
export type Addressed = {
	/** Size of the frame as this viewer would be sent it. */
	readonly bytesFor: (viewer: Viewer) => number
	readonly add: (viewer: Viewer) => void
	readonly send: (out: Effect[]) => void
}

/** F2: deflated at most once, and only when somebody wants it so and the tick's share of that work is not used up. */
export function addressing(hub: Hub, { message, text }: Encoded): Addressed {
	const plain: ViewerId[] = []
	const deflated: ViewerId[] = []
	let packed: Uint8Array | 'never' | undefined
	const packedFor = (viewer: Viewer): Uint8Array | undefined => {
		if (!viewer.packed) return undefined
		packed ??= packedOf(hub, text) ?? 'never'
		return packed === 'never' ? undefined : packed
	}
	return {
		bytesFor: (viewer) => packedFor(viewer)?.length ?? text.length,
		add: (viewer) => {
			;(packedFor(viewer) ? deflated : plain).push(viewer.id)
		},
		send: (out) => {
			if (plain.length > 0) out.push({ type: 'frame', to: plain, message, text })
			if (deflated.length > 0 && packed instanceof Uint8Array) out.push({ type: 'frame', to: deflated, message, text, packed })
		},
	}
}

function packedOf(hub: Hub, text: string): Uint8Array | undefined {
	if (!hub.pack || text.length < LEAST_PACKED || text.length > hub.packable) return undefined
	hub.packable -= text.length
	return hub.pack(text)
}
