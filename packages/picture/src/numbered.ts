import { seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'

import { NO_FACET } from './change.ts'

/**
 * What is known of a row: `BUILT` is what the registers say; `STALE` was told as changed and has not been read since, or was forgotten; `SURE` changes with the
 * entry that is being applied, whatever else it does, so that nothing has to be compared; `HERE` does so as well, and its place is in the cell in which
 * it was.
 */
export type RowState = typeof BUILT | typeof STALE | typeof SURE | typeof HERE
export const BUILT = 0
export const STALE = 1
export const SURE = 2
export const HERE = 3

const FIRST_THINGS = 16
/** Little, because it is counted as memory of each thing. */
const GROWTH = 1.125

export const WIDTH = 8
export const LATEST = 0
export const LATEST_MEASURED = 1
export const FACET = 2
const V = 3
export const MEASURED_V = 4
const ROW_STATE = 5
export const MEASURED_STATE = 6
/** Number of its track + 1; 0 without any, and with several. */
export const TRACK = 7

/**
 * What changes with every entry, of all things in one list, the numbers of each side by side: most of a large picture is out of the caches, and
 * what lies together is fetched together.
 */
export class Columns {
	numbers: Float64Array = new Float64Array(FIRST_THINGS * WIDTH)

	makeRoom(index: number): void {
		if ((index + 1) * WIDTH <= this.numbers.length) return
		const grown = new Float64Array(Math.ceil((index + 1) * GROWTH) * WIDTH)
		grown.set(this.numbers)
		this.numbers = grown
	}
}

/** What has a number, and by it its place in every column. */
export class Numbered {
	readonly index: number
	readonly #columns: Columns

	constructor(columns: Columns, index: number) {
		this.index = index
		this.#columns = columns
		columns.makeRoom(index)
	}

	get facet(): number {
		return this.#columns.numbers[this.index * WIDTH + FACET] ?? NO_FACET
	}

	set facet(facet: number) {
		this.#columns.numbers[this.index * WIDTH + FACET] = facet
	}

	/** No statement of it is later than this: what is, shows. */
	get latest(): number {
		return this.#columns.numbers[this.index * WIDTH + LATEST] ?? 0
	}

	set latest(at: number) {
		this.#columns.numbers[this.index * WIDTH + LATEST] = at
	}

	/** No measurement of it is later than this. */
	get latestMeasured(): number {
		return this.#columns.numbers[this.index * WIDTH + LATEST_MEASURED] ?? 0
	}

	set latestMeasured(at: number) {
		this.#columns.numbers[this.index * WIDTH + LATEST_MEASURED] = at
	}

	/** Told of the tracks of a thing: the number of the only one, if there is only one. */
	noteTrack(number: number | undefined): void {
		this.#columns.numbers[this.index * WIDTH + TRACK] = number === undefined ? 0 : number + 1
	}

	/** Seq of the last change of its row. */
	get v(): Seq {
		return seqAt(this.#columns, this.index * WIDTH + V)
	}

	set v(v: Seq) {
		this.#columns.numbers[this.index * WIDTH + V] = v
	}

	get measuredV(): Seq {
		return seqAt(this.#columns, this.index * WIDTH + MEASURED_V)
	}

	set measuredV(v: Seq) {
		this.#columns.numbers[this.index * WIDTH + MEASURED_V] = v
	}

	get rowState(): RowState {
		return stateAt(this.#columns, this.index * WIDTH + ROW_STATE)
	}

	set rowState(state: RowState) {
		this.#columns.numbers[this.index * WIDTH + ROW_STATE] = state
	}

	get measuredState(): RowState {
		return stateAt(this.#columns, this.index * WIDTH + MEASURED_STATE)
	}

	set measuredState(state: RowState) {
		this.#columns.numbers[this.index * WIDTH + MEASURED_STATE] = state
	}
}

function seqAt({ numbers }: Columns, place: number): Seq {
	const v = numbers[place] ?? 0
	return isSeq(v) ? v : seq(0)
}

/** What was put there was one. */
function isSeq(v: number): v is Seq {
	return v >= 0
}

function stateAt({ numbers }: Columns, place: number): RowState {
	switch (numbers[place]) {
		case SURE:
			return SURE
		case HERE:
			return HERE
		case STALE:
			return STALE
		default:
			return BUILT
	}
}
