import { distanceMetres } from '@lagebild/model/geo.ts'

/** Where this device takes itself to be. */
export type Fix = {
	readonly lat: number
	readonly lng: number
	/** Radius in metres. */
	readonly accuracy: number
	/** Device clock, ms. */
	readonly at: number
	/** Degrees true. */
	readonly course?: number
	/** Metres per second. */
	readonly speed?: number
}

/** Within so many metres a report needs no second look. */
export const GOOD_METRES = 50
/** A circle as large as a town is no place. */
const MOST_METRES = 2_000
/** No vehicle of these units goes faster, m/s; what a radio fix errs comes on top. */
const MOST_SPEED = 70

/** 0/0 is a receiver without a fix, and so is a circle as large as a town. */
export function isPlace({ lat, lng, accuracy }: Fix): boolean {
	return (lat !== 0 || lng !== 0) && Number.isFinite(lat) && Number.isFinite(lng) && accuracy <= MOST_METRES
}

/** Farther from the one before than anybody gets in that time. */
export function isJump(from: Fix, to: Fix): boolean {
	const seconds = Math.max(1, Math.abs(to.at - from.at) / 1_000)
	return distanceMetres(from, to) - from.accuracy - to.accuracy > seconds * MOST_SPEED
}

/** `held`: a place that nobody could have reached; the next one that agrees with it shows that it was right after all. */
export type Track = { readonly fix?: Fix; readonly held?: Fix }

export function follow({ fix, held }: Track, next: Fix): Track {
	if (!isPlace(next)) return { ...(fix && { fix }), ...(held && { held }) }
	if (!fix || !isJump(fix, next) || (held && !isJump(held, next))) return { fix: next }
	return { fix, held: next }
}

export type Battery = { readonly level: number; readonly charging: boolean }

const LOW = 0.2
const MOVING = { usual: 5_000, low: 30_000 } as const
const STANDING = { usual: 60_000, low: 300_000 } as const
/** Metres per second: faster than on foot. */
const WALKING = 1.5
const MOVED_METRES = 25

/** Whether a place is worth being told after the last one that was: often while it changes, seldom while it stands, more seldom on a low battery. */
export function isDue(last: Fix | undefined, next: Fix, battery: Battery | undefined): boolean {
	if (!last) return true
	const moved = distanceMetres(last, next) > Math.max(MOVED_METRES, next.accuracy)
	const pace = moved || (next.speed ?? 0) > WALKING ? MOVING : STANDING
	const low = battery !== undefined && !battery.charging && battery.level < LOW
	return next.at - last.at >= (low ? pace.low : pace.usual) || next.at < last.at
}
