import type { EntityId } from '@lagebild/model/ids.ts'
import type { Beat, Frame } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane, MeasuredRow, MoveColumns } from '@lagebild/model/row.ts'

import { digestOf } from './content.ts'
import type { Content, LaneCursor } from './content.ts'

/**
 * - `applied`: the content is at the frame's `to` now.
 * - `ignored`: it brought nothing that the content does not have.
 * - `gap`: something between the content and this frame never came; nothing was changed.
 */
export type Merged =
	| {
			readonly type: 'applied'
			readonly rows: readonly EntityId[]
			readonly measured: readonly EntityId[]
			readonly dropped: readonly EntityId[]
	  }
	| { readonly type: 'ignored' }
	| { readonly type: 'gap'; readonly why: string }

/** I2: a frame is applied iff it is of the scope held, or leads over from it, and begins at or before the cursor and ends after it. */
export function mergeFrame(content: Content, frame: Frame): Merged {
	const held = content.lanes[frame.lane]
	const gap = gapBefore(content, frame, held)
	if (gap !== undefined) return { type: 'gap', why: gap }
	if (frame.scopeId === held.scopeId && frame.to <= held.seq) return { type: 'ignored' }
	const merged = frame.lane === 'M' ? mergeMeasured(content, frame) : mergeState(content, frame)
	content.lanes[frame.lane] = { scopeId: frame.scopeId, seq: frame.to }
	return { type: 'applied', ...merged }
}

function gapBefore(content: Content, frame: Frame, held: LaneCursor): string | undefined {
	if (frame.epoch !== content.epoch) return `${frame.lane}: frame of another epoch`
	if (frame.scopeId !== held.scopeId && frame.prevScopeId !== held.scopeId) return `${frame.lane}: frame of another scope`
	if (frame.from > held.seq) return `${frame.lane}: nothing came between ${held.seq} and ${frame.from}`
	if (frame.lane !== 'M' || !frame.move) return undefined
	const unknown = frame.move.k.find((k) => !isHeld(content, k))
	return unknown === undefined ? undefined : `M: a move of ${unknown}, which is not held`
}

function isHeld({ handles, measured }: Content, k: number): boolean {
	const id = handles.get(k)
	return id !== undefined && measured.has(id)
}

type Changes = { readonly rows: readonly EntityId[]; readonly measured: readonly EntityId[]; readonly dropped: readonly EntityId[] }

function mergeState(content: Content, { put = [], drop = [] }: Extract<Frame, { lane: 'U' | 'S' }>): Changes {
	for (const row of put) content.rows.set(row.id, row)
	const dropped = drop.filter((id) => content.rows.delete(id))
	return { rows: put.map(({ id }) => id), measured: [], dropped }
}

function mergeMeasured(content: Content, { put = [], move, drop = [] }: Extract<Frame, { lane: 'M' }>): Changes {
	const measured: EntityId[] = []
	for (const row of put) {
		content.measured.set(row.id, row)
		content.handles.set(row.k, row.id)
		measured.push(row.id)
	}
	if (move) measured.push(...moveRows(content, move))
	const gone = drop.map((id) => content.measured.get(id)).filter((row) => row !== undefined)
	for (const { id, k } of gone) {
		content.measured.delete(id)
		content.handles.delete(k)
		measured.push(id)
	}
	return { rows: [], measured, dropped: [] }
}

function moveRows({ measured, handles }: Content, move: MoveColumns): readonly EntityId[] {
	return move.k.flatMap((k, i) => {
		const id = handles.get(k)
		const row = id === undefined ? undefined : measured.get(id)
		if (!row) return []
		measured.set(row.id, movedRow(row, move, i))
		return [row.id]
	})
}

function movedRow(row: MeasuredRow, { v, at, lat, lng, course, speed }: MoveColumns, i: number): MeasuredRow {
	const { course: _course, speed: _speed, ...rest } = row
	return {
		...rest,
		v: v[i] ?? row.v,
		at: at[i] ?? row.at,
		position: { lat: (lat[i] ?? 0) / 1e6, lng: (lng[i] ?? 0) / 1e6 },
		...(typeof course[i] === 'number' && { course: course[i] }),
		...(typeof speed[i] === 'number' && { speed: speed[i] / 10 }),
	}
}

/** A beat is an empty frame of every lane, and brings what proves that both sides hold the same (C3). */
export type Beaten =
	| { readonly type: 'at' }
	| { readonly type: 'gap'; readonly why: string }
	| { readonly type: 'differs'; readonly lane: Lane }

export function mergeBeat(content: Content, { scopeId, from, to, digest }: Beat): Beaten {
	for (const lane of LANES) {
		if (content.lanes[lane].scopeId !== scopeId) return { type: 'gap', why: `${lane}: beat of another scope` }
		if (from[lane] > content.lanes[lane].seq)
			return { type: 'gap', why: `${lane}: nothing came between ${content.lanes[lane].seq} and ${from[lane]}` }
	}
	for (const lane of LANES) if (to[lane] > content.lanes[lane].seq) content.lanes[lane] = { scopeId, seq: to[lane] }
	const differs = LANES.find(
		(lane) => digest?.[lane] !== undefined && to[lane] === content.lanes[lane].seq && digest[lane] !== digestOf(content, lane),
	)
	return differs ? { type: 'differs', lane: differs } : { type: 'at' }
}
