import { isEntityId } from '@lagebild/model/ids.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

import { ask, operationPath } from '../api/http.ts'
import { listOf, numberOf, objectOf, textOf } from '../api/outline.ts'

/** What was another at `at` than a step before. */
export type FilmStep = {
	readonly at: number
	readonly put: readonly Row[]
	readonly measured: readonly MeasuredRow[]
	readonly gone: readonly EntityId[]
	readonly goneMeasured: readonly EntityId[]
}

export type Film = {
	readonly steps: readonly FilmStep[]
	/** How far it goes. */
	readonly to: number
	/** Until when bodies of measurements are gone. */
	readonly thinnedUntil: number | undefined
}

export type FilmWish = {
	readonly operation: OperationId
	readonly from: number
	readonly to: number
	readonly everyMs: number
	readonly whole: boolean
}

/** Rows are the hub's own: what has no id and no kind that this page knows is left out. */
function isRow(value: unknown): value is Row {
	const { id, kind } = objectOf(value)
	return isEntityId(id) && KINDS.some((one) => one === kind)
}

function isMeasured(value: unknown): value is MeasuredRow {
	const { id, at } = objectOf(value)
	return isEntityId(id) && typeof at === 'number'
}

function stepOf(value: unknown): readonly FilmStep[] {
	const { at, put, measured, gone, goneMeasured } = objectOf(value)
	const time = numberOf(at)
	if (time === undefined) return []
	return [
		{
			at: time,
			put: listOf(put).filter(isRow),
			measured: listOf(measured).filter(isMeasured),
			gone: listOf(gone).filter(isEntityId),
			goneMeasured: listOf(goneMeasured).filter(isEntityId),
		},
	]
}

export function readFilm(body: unknown): Film | undefined {
	const { to, steps, erased } = objectOf(body)
	const end = readIso(textOf(to) ?? '')
	if (end === undefined) return undefined
	const gone = Object.values(objectOf(erased)).flatMap((one) => readIso(textOf(objectOf(one).until) ?? '') ?? [])
	return { steps: listOf(steps).flatMap(stepOf), to: end, thinnedUntil: gone.length > 0 ? Math.max(...gone) : undefined }
}

/** Undefined when it did not come. */
export async function fetchFilm({ operation, from, to, everyMs, whole }: FilmWish): Promise<Film | undefined> {
	const words = { from: iso(from), to: iso(to), every: String(everyMs), whole: String(whole) }
	const reply = await ask(operationPath(operation, `film?${new URLSearchParams(words).toString()}`))
	return reply.state === 'ok' ? readFilm(reply.body) : undefined
}
