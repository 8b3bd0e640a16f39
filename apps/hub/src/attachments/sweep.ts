import type { PhotoStore } from '@lagebild/journal/photos/port.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { RunningOperation } from '../running.ts'
import { referredIn } from './referred.ts'

/** A tablet offers its reports for so long; a photo that nothing names by then has no report, or was taken out of it. */
const WAITS_MS = 72 * 3_600_000

type Known = Pick<RunningOperation, 'caughtUp' | 'picture'> & {
	readonly operation: Pick<RunningOperation['operation'], 'id'>
	readonly hub: Pick<RunningOperation['hub'], 'newer' | 'hole'>
}

type Swept = { readonly photos: Pick<PhotoStore, 'before' | 'remove'>; readonly now: Instant }

/** B8. Only by a picture that is known to be whole: what it does not know yet it cannot name. @returns how many went */
export async function sweepPhotos({ caughtUp, hub, operation, picture }: Known, { photos, now }: Swept): Promise<number> {
	if (!caughtUp || hub.newer || hub.hole) return 0
	const old = await photos.before(operation.id, instant(Math.max(0, now - WAITS_MS)))
	if (old.length === 0) return 0
	const referred = referredIn(picture)
	const left = old.filter((sha256) => !referred.has(sha256))
	return left.length === 0 ? 0 : photos.remove(operation.id, left, false)
}
