import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

/** The newest word of this device about one field of a thing, and what became of it. */
export function newestSaid(
	said: readonly Shown[],
	entity: EntityId,
	field: string,
): { readonly item: Shown; readonly value: unknown } | undefined {
	const item = said.findLast(({ event }) => event.entity === entity && valueIn(event, field) !== undefined)
	return item && { item, value: valueIn(item.event, field) }
}

function valueIn({ payload }: Shown['event'], field: string): unknown {
	return typeof payload === 'object' && payload !== null ? Reflect.get(payload, field) : undefined
}

/** Not in the picture yet, as far as this device knows. */
export function isOpen({ state }: Shown): boolean {
	return state === 'waiting' || state === 'sent' || state === 'held' || state === 'accepted'
}

/** Somebody else's word holds instead, or beside it. */
export function isOvertaken({ effect }: Shown): boolean {
	return effect === 'superseded' || effect === 'conflict'
}

/** Waits for the hub's answer. */
export function isWaiting({ state }: Shown): boolean {
	return state === 'waiting' || state === 'sent' || state === 'held'
}
