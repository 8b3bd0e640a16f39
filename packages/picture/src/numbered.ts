import { seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'

import { NO_FACET } from './change.ts'

/**
 * What is known of a row: `BUILT` is what the registers say; `STALE` was told as changed and has not been read since, or was forgotten; `SURE` changes with the
 * entry that is being applied, whatever else it does, so that nothing has to be compared.
 */
export type RowState = typeof BUILT | typeof STALE | typeof SURE
export const BUILT = 0
export const STALE = 1
export const SURE = 2

const FIRST = seq(0)

/**
 * What changes with every entry, of all things side by side by index: most of a large picture is out of the caches, and an object for each would have to
 * be fetched for a number.
 */
export type Columns = {
	readonly latest: number[]
	readonly latestMeasured: number[]
	readonly facet: number[]
	readonly v: Seq[]
	readonly measuredV: Seq[]
	readonly rowState: RowState[]
	readonly measuredState: RowState[]
}

export function emptyColumns(): Columns {
	return { latest: [], latestMeasured: [], facet: [], v: [], measuredV: [], rowState: [], measuredState: [] }
}

/** What has a number, and by it its place in every column. */
export class Numbered {
	readonly index: number
	readonly #columns: Columns

	constructor(columns: Columns, index: number) {
		this.index = index
		this.#columns = columns
		this.facet = NO_FACET
		this.latest = 0
		this.latestMeasured = 0
		this.v = FIRST
		this.measuredV = FIRST
		this.rowState = BUILT
		this.measuredState = BUILT
	}

	get facet(): number {
		return this.#columns.facet[this.index] ?? NO_FACET
	}

	set facet(facet: number) {
		this.#columns.facet[this.index] = facet
	}

	/** No statement of it is later than this: what is, shows. */
	get latest(): number {
		return this.#columns.latest[this.index] ?? 0
	}

	set latest(at: number) {
		this.#columns.latest[this.index] = at
	}

	/** No measurement of it is later than this. */
	get latestMeasured(): number {
		return this.#columns.latestMeasured[this.index] ?? 0
	}

	set latestMeasured(at: number) {
		this.#columns.latestMeasured[this.index] = at
	}

	/** Seq of the last change of its row. */
	get v(): Seq {
		return this.#columns.v[this.index] ?? FIRST
	}

	set v(v: Seq) {
		this.#columns.v[this.index] = v
	}

	get measuredV(): Seq {
		return this.#columns.measuredV[this.index] ?? FIRST
	}

	set measuredV(v: Seq) {
		this.#columns.measuredV[this.index] = v
	}

	get rowState(): RowState {
		return this.#columns.rowState[this.index] ?? BUILT
	}

	set rowState(state: RowState) {
		this.#columns.rowState[this.index] = state
	}

	get measuredState(): RowState {
		return this.#columns.measuredState[this.index] ?? BUILT
	}

	set measuredState(state: RowState) {
		this.#columns.measuredState[this.index] = state
	}
}
