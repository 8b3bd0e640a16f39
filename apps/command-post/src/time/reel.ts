import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import type { Film, FilmStep } from './film.ts'

/** One operation of a replay: what it holds where it stands, and the steps that come. Changed in place. */
export class Reel {
	readonly operation: OperationId
	readonly rows = new Map<EntityId, Row>()
	readonly measured = new Map<EntityId, MeasuredRow>()
	#steps: FilmStep[]
	/** Up to where the record is here. */
	to: number
	/** The next part is on its way. */
	loading = false

	constructor(operation: OperationId, { steps, to }: Film) {
		this.operation = operation
		this.to = to
		this.#steps = [...steps]
	}

	add({ steps, to }: Film): void {
		this.#steps.push(...steps)
		this.to = to
	}

	/** Goes on to a time that is here; tells what may look another way. */
	advance(at: number): ReadonlySet<EntityId> {
		const touched = new Set<EntityId>()
		const later = this.#steps.findIndex((step) => step.at > at)
		const due = this.#steps.splice(0, later === -1 ? this.#steps.length : later)
		for (const step of due) this.#apply(step, touched)
		return touched
	}

	#apply({ put, measured, gone, goneMeasured }: FilmStep, touched: Set<EntityId>): void {
		for (const id of gone) this.rows.delete(id)
		for (const id of [...gone, ...goneMeasured]) this.measured.delete(id)
		for (const row of put) this.rows.set(row.id, row)
		for (const row of measured) this.measured.set(row.id, row)
		for (const { id } of [...put, ...measured]) touched.add(id)
		for (const id of [...gone, ...goneMeasured]) touched.add(id)
	}
}
