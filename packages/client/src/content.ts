import { Digest } from '@lagebild/model/digest.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import { laneOf } from '@lagebild/model/kinds/policy.ts'
import type { Load, Open } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane, MeasuredRow, Row } from '@lagebild/model/row.ts'

/** Where the content of one lane is: it equals the hub's projection for this scope at this seq (I1). */
export type LaneCursor = { readonly scopeId: string; readonly seq: Seq }

/** What one client holds of one operation. Changed in place by `merge.ts`, and replaced by a load. */
export type Content = {
	readonly epoch: string
	readonly lanes: Record<Lane, LaneCursor>
	/** Rows of lanes U and S. */
	readonly rows: Map<EntityId, Row>
	readonly measured: Map<EntityId, MeasuredRow>
	/** Entities by the short names that moves use. */
	readonly handles: Map<number, EntityId>
}

export function contentOf({ epoch, scopeId, seq, rows, measured }: Omit<Load, 'asOf'>): Content {
	return {
		epoch,
		lanes: { U: { scopeId, seq: seq.U }, S: { scopeId, seq: seq.S }, M: { scopeId, seq: seq.M } },
		rows: new Map(rows.map((row) => [row.id, row])),
		measured: new Map(measured.map((row) => [row.id, row])),
		handles: new Map(measured.map((row) => [row.k, row.id])),
	}
}

/** What to resume with: nothing while a change of scope has reached only some lanes. */
export function haveOf({ epoch, lanes: { U, S, M } }: Content): Open['have'] {
	if (U.scopeId !== S.scopeId || S.scopeId !== M.scopeId) return undefined
	return { epoch, scopeId: U.scopeId, seq: { U: U.seq, S: S.seq, M: M.seq } }
}

/** The content as a load would bring it, for storing; nothing while a change of scope is under way. */
export function asLoad(content: Content, asOf: number): Load | undefined {
	const have = haveOf(content)
	return have && { ...have, asOf, rows: [...content.rows.values()], measured: [...content.measured.values()] }
}

/** C3: 16 hexadecimal digits, to be compared with a hub's beat at the same seq. */
export function digestOf(content: Content, lane: Lane): string {
	const digest = new Digest()
	for (const { id, v } of rowsOf(content, lane)) digest.add(id, v)
	return digest.toString()
}

export function rowsOf(content: Content, lane: Lane): Iterable<Row | MeasuredRow> {
	return lane === 'M' ? content.measured.values() : content.rows.values().filter(({ kind }) => laneOf(kind) === lane)
}

export function lowestSeq({ lanes }: Content): number {
	return Math.min(...LANES.map((lane) => lanes[lane].seq))
}
