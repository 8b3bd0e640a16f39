import type { Seq } from '@lagebild/model/ids.ts'
import type { BatchPart, Nullable, StoredPositions } from '@lagebild/model/measurement.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { isInside } from './cell.ts'
import { isNearNewest, placeAfterNewest, sourceNumber, trackPlace } from './fixes.ts'
import { FACET, HERE, LATEST, LATEST_MEASURED, MEASURED_STATE, SURE, TRACK, WIDTH } from './numbered.ts'
import type { PictureState } from './state.ts'

const NO_ROOM = new Float64Array(0)

/**
 * Takes in what nearly every position is: later than all that is known of its thing, near the one before it, and in the same cell. Nothing but the
 * measured row becomes another then, and neither the thing nor its track has to be fetched: the numbers say it all.
 */
export class Following {
	readonly #picture: PictureState
	readonly #positions: StoredPositions
	readonly #n: number
	readonly #received: Instant
	readonly #seq: Seq
	readonly #by: number
	/** Of the track that is looked at. */
	#room: Float64Array = NO_ROOM
	#base = 0

	constructor(
		picture: PictureState,
		{ author, revision, received }: BatchPart,
		{ seq, positions }: { seq: Seq; positions: StoredPositions },
	) {
		this.#picture = picture
		this.#positions = positions
		this.#n = revision
		this.#received = received
		this.#seq = seq
		this.#by = sourceNumber(picture.tracks, author.source)
	}

	/** Returns false, and changes nothing, for any other position. */
	take(index: number, row: number, ord: number): boolean {
		if (index < 0 || !this.#isLater(index, row) || !this.#isSteady(index, row)) return false
		const { numbers } = this.#picture.columns
		const from = index * WIDTH
		numbers[from + LATEST_MEASURED] = given(this.#positions.at, row)
		if (numbers[from + MEASURED_STATE] !== SURE) numbers[from + MEASURED_STATE] = HERE
		this.#write(row, ord)
		return true
	}

	#isLater(index: number, row: number): boolean {
		const { numbers } = this.#picture.columns
		const from = index * WIDTH
		const at = given(this.#positions.at, row)
		return at > held(numbers, from + LATEST) && at > held(numbers, from + LATEST_MEASURED)
	}

	/** A thing that has no content yet is in no cell. */
	#isSteady(index: number, row: number): boolean {
		const { columns, tracks, facetBoxes } = this.#picture
		const number = held(columns.numbers, index * WIDTH + TRACK) - 1
		const room = trackPlace.roomOf(tracks, number)
		if (!room) return false
		this.#room = room
		this.#base = trackPlace.baseOf(number)
		const lat = given(this.#positions.lat, row)
		const lng = given(this.#positions.lng, row)
		if (room[this.#base + trackPlace.SOURCE] !== this.#by || !isNearNewest(room, this.#base, { lat, lng })) return false
		return isInside(facetBoxes[held(columns.numbers, index * WIDTH + FACET)], lat, lng)
	}

	#write(row: number, ord: number): void {
		const { at, lat, lng, course, speed, accuracy } = this.#positions
		const numbers = this.#room
		const from = placeAfterNewest(numbers, this.#base)
		numbers[from] = given(at, row)
		numbers[from + 1] = this.#n
		numbers[from + 2] = this.#received
		numbers[from + 3] = this.#seq
		numbers[from + 4] = ord
		numbers[from + 5] = given(lat, row)
		numbers[from + 6] = given(lng, row)
		numbers[from + 7] = orUnknown(course, row)
		numbers[from + 8] = orUnknown(speed, row)
		numbers[from + 9] = orUnknown(accuracy, row)
		numbers[from + 10] = 0
	}
}

function held(numbers: Float64Array, place: number): number {
	return numbers[place] ?? 0
}

/** A row without a place or a time never passes admission. */
function given(column: readonly number[], row: number): number {
	return column[row] ?? 0
}

function orUnknown(column: Nullable<number> | undefined, row: number): number {
	return column?.[row] ?? Number.NaN
}
