import { iso } from '@lagebild/model/time.ts'

/** What was said last on this device: its number, its moment by the hub's clock (ms), and how far that clock was from this device's (ms). */
export type Mark = { readonly revision: number; readonly effective: number; readonly offset?: number }

/** `offset`: hub clock minus device clock as far as this page knows it, ms. */
export type Reading = { readonly wall: number; readonly offset: number | undefined }

export type Stamp = {
	readonly times: { readonly observed: string }
	readonly clockOffsetMs?: number
	readonly revision: number
}

/** The hub takes no moment that lies further ahead of its own clock. */
const AHEAD_MS = 2_000
/** Greater offsets cannot be stated: then the moment is told by the hub's clock. */
const MOST_OFFSET_MS = 86_400_000

/**
 * The moment of the next statement. It never lies before the one before it, whatever became of the device's clock in between; where the hub's
 * clock is known, one that was too far ahead does not drag the next ones along.
 */
export function nextStamp(last: Mark | undefined, { wall, offset }: Reading): { readonly mark: Mark; readonly stamp: Stamp } {
	const by = offset ?? last?.offset
	const corrected = wall + (by ?? 0)
	const after = (last?.effective ?? 0) + 1
	const effective = Math.max(corrected, offset === undefined ? after : Math.min(after, corrected + AHEAD_MS))
	const revision = (last?.revision ?? 0) + 1
	return {
		mark: { revision, effective, ...(by !== undefined && { offset: by }) },
		stamp: { ...told(wall, effective, by !== undefined), revision },
	}
}

function told(wall: number, effective: number, isMeasured: boolean): Omit<Stamp, 'revision'> {
	const offset = effective - wall
	if (Math.abs(offset) > MOST_OFFSET_MS) return { times: { observed: iso(effective) } }
	return { times: { observed: iso(wall) }, ...((isMeasured || offset !== 0) && { clockOffsetMs: offset }) }
}
