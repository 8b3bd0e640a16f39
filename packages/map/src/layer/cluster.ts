import type { Organisation } from '@lagebild/model/kinds/words.ts'

import { severityRank } from '../item.ts'
import type { SeverityLevel } from '../item.ts'
import type { PlacedMapItem } from './scene.ts'

/** A candidate in world pixels of the present zoom. */
export type Dot = { readonly index: number; readonly x: number; readonly y: number }

export type Cluster = {
	readonly x: number
	readonly y: number
	readonly members: readonly number[]
}

export type ClusterRule = {
	/** Side of a grid cell, px. The grid is fixed to the world, so panning regroups nothing. */
	readonly cell: number
	/** Cells whose centres of mass are closer than this are one cluster, px. */
	readonly radius: number
	/** Smaller groups stay single marks. */
	readonly least: number
}

/** Above so many marks in view everything near each other is grouped. */
const DENSE = 1_500
const DENSE_RULE: ClusterRule = { cell: 64, radius: 44, least: 2 }
/** From here on the ground is large enough for every single sign. */
const EVERY_SIGN_ZOOM = 16

/** Below the dense case only heaps are grouped that nobody could read: the farther away, the sooner. */
export function ruleAt(zoom: number, marks: number): ClusterRule | undefined {
	if (marks > DENSE) return DENSE_RULE
	if (zoom >= EVERY_SIGN_ZOOM) return undefined
	if (zoom <= 11) return { cell: 56, radius: 44, least: 2 }
	return zoom <= 12 ? { cell: 40, radius: 30, least: 3 } : { cell: 30, radius: 22, least: 4 }
}

/** Columns and rows of the world stay below 2²⁶ for every cell and zoom in use. */
const ROWS = 2 ** 26

function keyOf(column: number, row: number): number {
	return column * ROWS + row
}

type Cell = { x: number; y: number; members: number[] }

/** Grid cells, then one greedy merge of neighbouring cells from the fullest down. */
export function clustersOf(
	dots: readonly Dot[],
	{ cell, radius, least }: ClusterRule,
): { clusters: readonly Cluster[]; singles: readonly number[] } {
	const cells = new Map<number, Cell>()
	for (const { index, x, y } of dots) {
		const key = keyOf(Math.floor(x / cell), Math.floor(y / cell))
		const found = cells.get(key)
		if (found) {
			const count = found.members.push(index)
			found.x += (x - found.x) / count
			found.y += (y - found.y) / count
		} else cells.set(key, { x, y, members: [index] })
	}
	const groups = merge([...cells.entries()], { cell, radius })
	return {
		clusters: groups.filter(({ members }) => members.length >= least),
		singles: groups.filter(({ members }) => members.length < least).flatMap(({ members }) => members),
	}
}

function merge(cells: [number, Cell][], { cell, radius }: Pick<ClusterRule, 'cell' | 'radius'>): readonly Cell[] {
	const left = new Map(cells)
	const groups: Cell[] = []
	for (const [key, own] of cells.toSorted(([, a], [, b]) => b.members.length - a.members.length)) {
		if (!left.delete(key)) continue
		const [column, row] = [Math.floor(key / ROWS), key % ROWS]
		const reach = Math.ceil(radius / cell)
		for (let dx = -reach; dx <= reach; dx++) {
			for (let dy = -reach; dy <= reach; dy++) absorb({ left, own, radius, key: keyOf(column + dx, row + dy) })
		}
		groups.push(own)
	}
	return groups
}

function absorb({ left, own, radius, key }: { left: Map<number, Cell>; own: Cell; radius: number; key: number }): void {
	const other = left.get(key)
	if (!other || Math.hypot(other.x - own.x, other.y - own.y) > radius) return
	left.delete(key)
	const share = other.members.length / (own.members.length + other.members.length)
	own.x += (other.x - own.x) * share
	own.y += (other.y - own.y) * share
	own.members.push(...other.members)
}

/** What the cluster's badge says about its members. */
export type ClusterFacts = {
	readonly count: number
	readonly severity?: SeverityLevel
	/** Shares of the ring, largest first; `undefined` are things of no organisation. */
	readonly organisations: readonly { readonly organisation: Organisation | undefined; readonly count: number }[]
}

export function clusterFacts(items: readonly PlacedMapItem[]): ClusterFacts {
	const counts = new Map<Organisation | undefined, number>()
	let worst: SeverityLevel | undefined
	for (const { organisation, severity } of items) {
		counts.set(organisation, (counts.get(organisation) ?? 0) + 1)
		if (severityRank(severity) > severityRank(worst)) worst = severity
	}
	const organisations = [...counts].map(([organisation, count]) => ({ organisation, count })).toSorted((a, b) => b.count - a.count)
	return { count: items.length, organisations, ...(worst === undefined ? {} : { severity: worst }) }
}
