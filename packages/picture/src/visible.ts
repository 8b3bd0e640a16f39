import type { OperationId } from '@lagebild/model/ids.ts'
import type { Grant, Label, Level } from '@lagebild/model/label.ts'
import type { Instant } from '@lagebild/model/time.ts'

/** What of a grant decides about labels. Viewers with equal readers see the same rows. */
export type Reader = Pick<Grant, 'clearance' | 'organisation'>

const HEIGHT: Readonly<Record<Level, number>> = { open: 0, internal: 1, restricted: 2 }

/** The label alone: level within the clearance, and no organisations or the reader's own among them. */
export function readable(label: Label, reader: Reader): boolean {
	if (!(HEIGHT[label.level] <= HEIGHT[reader.clearance])) return false
	if (label.organisations === undefined || label.organisations.length === 0) return true
	return reader.organisation !== undefined && label.organisations.includes(reader.organisation)
}

export function expired(grant: Pick<Grant, 'expires'>, now: Instant): boolean {
	return grant.expires !== undefined && !(now < grant.expires)
}

export function reaches(grant: Pick<Grant, 'operations'>, operation: OperationId): boolean {
	return grant.operations === 'all' || grant.operations.includes(operation)
}

/** Where and when something is seen. */
export type Sight = { readonly operation: OperationId; readonly now: Instant }

/**
 * May this credential see an entity of this label, in this operation, now? The only place that decides it, and it fails closed: the grant
 * reaches the operation, has not expired, its clearance is as high as the level, and no organisations are named or its own is among them.
 * Frames of viewers ask `readable` alone, which this rests on: their operation and their time are asked for at `open` and at every tick.
 */
export function visible(label: Label, grant: Reader & Pick<Grant, 'operations' | 'expires'>, { operation, now }: Sight): boolean {
	return reaches(grant, operation) && !expired(grant, now) && readable(label, grant)
}

/** True when everything that `before` could see, `after` sees as well. Anything else is applied before the next frame (H7). */
export function widens(before: Reader & Pick<Grant, 'kinds'>, after: Reader & Pick<Grant, 'kinds'>): boolean {
	if (HEIGHT[after.clearance] < HEIGHT[before.clearance]) return false
	if (before.organisation !== undefined && before.organisation !== after.organisation) return false
	if (after.kinds === undefined) return true
	return before.kinds?.every((kind) => after.kinds?.includes(kind)) ?? false
}
