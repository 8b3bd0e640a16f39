import type { Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import { isFramed, severityRank } from '../item.ts'
import type { AreaItem, GaugeItem } from '../item.ts'
import { mercatorX, mercatorY, worldPixels } from '../mercator.ts'
import type { Viewport } from '../mercator.ts'
import { areaAnchor, areaSpots } from './area-anchor.ts'
import { clusterFacts, clustersOf, ruleAt } from './cluster.ts'
import type { ClusterFacts, Dot } from './cluster.ts'
import { covers, grow, Taken } from './collision.ts'
import type { Rect } from './collision.ts'
import { candidatesAt, MARK_SIDES, placeLabels } from './labels.ts'
import type { LabelWish, PlacedLabel } from './labels.ts'
import type { PlacedMapItem, Scene, Shape } from './scene.ts'

export type TextStyle = 'name' | 'age' | 'over' | 'strong' | 'value' | 'unit'
export type Measure = (text: string, style: TextStyle) => number
export type SizeOf = (item: PlacedMapItem, zoom: number) => { readonly width: number; readonly height: number }

export type Mark = { readonly item: PlacedMapItem; readonly x: number; readonly y: number; readonly box: Rect }
export type ClusterMark = ClusterFacts & { readonly x: number; readonly y: number; readonly members: readonly number[]; readonly box: Rect }
export type GaugeTag = { readonly item: GaugeItem; readonly x: number; readonly y: number; readonly rect: Rect }
export type AreaMark = { readonly item: AreaItem; readonly shape: Shape; readonly tag?: Rect }
/** Where a source claims a thing to be, and the last plausible place of it. */
export type GhostMark = {
	readonly label: string
	readonly x: number
	readonly y: number
	readonly from: { readonly x: number; readonly y: number }
}
export type Caption = { readonly item: PlacedMapItem; readonly rect: Rect; readonly side: PlacedLabel['side'] }

/** Everything of one picture in CSS pixels of the canvas, in drawing order. Hit tests read the same lists from the end. */
export type Frame = {
	readonly viewport: Viewport
	readonly areas: readonly AreaMark[]
	readonly marks: readonly Mark[]
	readonly clusters: readonly ClusterMark[]
	readonly gauges: readonly GaugeTag[]
	readonly captions: readonly Caption[]
	readonly ghosts: readonly GhostMark[]
	/** Every box of a mark or label. */
	readonly taken: Taken
	readonly selected?: EntityId
	readonly focused?: EntityId
}

export type FrameInput = {
	readonly scene: Scene
	readonly viewport: Viewport
	readonly selected?: EntityId | undefined
	readonly focused?: EntityId | undefined
	readonly sizeOf: SizeOf
	readonly measure: Measure
}

export const CAPTION_LINE = 15
export const TAG_HEIGHT = 22
export const CLUSTER_SIZE = 44
/** Marks this far outside the edge still reach into the view. */
const MARGIN = 60
/** More names than this are not read by anyone; only severe and selected things keep theirs. */
const MAX_CAPTIONS = 500
const SMALL_AREA_PX = 90

export function layoutFrame(input: FrameInput): Frame {
	const { scene, viewport, selected, focused } = input
	const seen = cull(scene, viewport)
	const { singles, clusters } = group(input, seen)
	const marks = raiseSelected(
		singles.flatMap((index) => markAt(input, index)),
		selected,
	)
	const areas = areasIn(scene, viewport)
	const taken = new Taken()
	for (const { item, box } of marks) taken.add(box, item.id)
	clusters.forEach(({ box }, index) => taken.add(box, `cluster ${index}`))
	const placed = new Map(placeLabels(wishesOf({ ...input, marks, areas }), taken).map((label) => [label.owner, label]))
	return {
		viewport,
		taken,
		areas: areas.map((area) => withTag(area, placed)),
		marks,
		clusters,
		gauges: marks.flatMap((mark) => gaugeTag(mark, placed)),
		captions: marks.flatMap((mark) => caption(mark, placed)),
		ghosts: ghostsIn(scene, viewport),
		...(selected === undefined ? {} : { selected }),
		...(focused === undefined ? {} : { focused }),
	}
}

/** Few things have one, and a line may cross the view although both its ends lie outside: none is left out. */
function ghostsIn({ marks, haunted }: Scene, { zoom, left, top }: Viewport): readonly GhostMark[] {
	const world = worldPixels(zoom)
	const at = ({ lat, lng }: Position) => ({ x: Math.round(mercatorX(lng) * world - left), y: Math.round(mercatorY(lat) * world - top) })
	return haunted.flatMap((index) => {
		const mark = marks[index]
		return mark?.ghost ? [{ label: mark.label, ...at(mark.ghost), from: at(mark.position) }] : []
	})
}

/** May a name of the ground stand here? */
export function isGroundFree({ taken }: Frame, rect: Rect): boolean {
	return taken.isFree(rect, '')
}

function cull({ marks, x, y }: Scene, { zoom, left, top, width, height }: Viewport): readonly number[] {
	const world = worldPixels(zoom)
	const [west, north] = [(left - MARGIN) / world, (top - MARGIN) / world]
	const [east, south] = [(left + width + MARGIN) / world, (top + height + MARGIN) / world]
	const seen: number[] = []
	for (let index = 0; index < marks.length; index++) {
		const [px = -1, py = -1] = [x[index], y[index]]
		if (px >= west && px <= east && py >= north && py <= south) seen.push(index)
	}
	return seen
}

type Grouped = { readonly singles: readonly number[]; readonly clusters: readonly ClusterMark[] }

function group({ scene, viewport, selected, focused }: FrameInput, seen: readonly number[]): Grouped {
	const rule = ruleAt(viewport.zoom, seen.length)
	if (!rule) return { singles: seen, clusters: [] }
	const world = worldPixels(viewport.zoom)
	const alone: number[] = []
	const dots: Dot[] = []
	const kept = new Set([selected, focused].map((id) => (id === undefined ? undefined : scene.index.get(id))))
	for (const index of seen) {
		if (scene.groupable[index] === 1 && !kept.has(index))
			dots.push({ index, x: (scene.x[index] ?? 0) * world, y: (scene.y[index] ?? 0) * world })
		else alone.push(index)
	}
	const { clusters, singles } = clustersOf(dots, rule)
	return {
		singles: [...singles, ...alone].toSorted((a, b) => a - b),
		clusters: clusters.map(({ x, y, members }) => {
			const [cx, cy] = [Math.round(x - viewport.left), Math.round(y - viewport.top)]
			const half = CLUSTER_SIZE / 2
			const items = members.flatMap((index) => scene.marks[index] ?? [])
			return {
				...clusterFacts(items),
				x: cx,
				y: cy,
				members,
				box: { left: cx - half, top: cy - half, right: cx + half, bottom: cy + half },
			}
		}),
	}
}

function markAt({ scene, viewport, sizeOf }: FrameInput, index: number): readonly Mark[] {
	const item = scene.marks[index]
	if (!item) return []
	const world = worldPixels(viewport.zoom)
	const x = Math.round((scene.x[index] ?? 0) * world - viewport.left)
	const y = Math.round((scene.y[index] ?? 0) * world - viewport.top)
	const { width, height } = sizeOf(item, viewport.zoom)
	return [{ item, x, y, box: { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 } }]
}

/** The selected sign stands in front of every other. */
function raiseSelected(marks: readonly Mark[], selected: EntityId | undefined): readonly Mark[] {
	const chosen = selected === undefined ? undefined : marks.find(({ item }) => item.id === selected)
	return chosen ? [...marks.filter((mark) => mark !== chosen), chosen] : marks
}

function areasIn({ areas, shapes }: Scene, { zoom, left, top, width, height }: Viewport): readonly AreaMark[] {
	const world = worldPixels(zoom)
	return areas.flatMap((item, index) => {
		const shape = shapes[index]
		if (!shape) return []
		const { bounds } = shape
		const outside =
			bounds.right * world < left || bounds.left * world > left + width || bounds.bottom * world < top || bounds.top * world > top + height
		return outside ? [] : [{ item, shape }]
	})
}

type WishInput = FrameInput & { readonly marks: readonly Mark[]; readonly areas: readonly AreaMark[] }

function wishesOf({ marks, areas, viewport, measure, selected, focused }: WishInput): readonly LabelWish[] {
	const crowded = marks.length > MAX_CAPTIONS
	const named = marks.filter(({ item }) => !crowded || severityRank(item.severity) >= 4 || item.id === selected)
	return [
		...named.flatMap((mark) =>
			mark.item.type === 'gauge'
				? gaugeWish(mark.item, mark, { measure, viewport, selected })
				: captionWish(mark, { measure, selected, focused }),
		),
		...areas.flatMap((area) => areaWish(area, { viewport, measure, selected, focused })),
	]
}

type GaugeWishFacts = { readonly measure: Measure; readonly viewport: Viewport; readonly selected: EntityId | undefined }

/** A water level is always shown, on the first side that lies within the view and is free; another value where there is room. */
function gaugeWish(item: GaugeItem, { box }: Mark, { measure, viewport, selected }: GaugeWishFacts): readonly LabelWish[] {
	const size = { width: gaugeTagWidth(item, measure), height: TAG_HEIGHT, gap: 9 }
	const all = candidatesAt(box, size, ['above', 'below', 'right', 'left'])
	const view = { left: 0, top: 0, right: viewport.width, bottom: viewport.height }
	const seen = all.filter(({ rect }) => covers(view, rect))
	const weight = item.level ? 90 : isFramed(item.look) ? 2 : 8
	return [{ owner: item.id, candidates: seen.length > 0 ? seen : all, weight, always: item.level || item.id === selected }]
}

/** 8 px at the ends, 3 before the unit, 16 for the arrow; of a value that is old there is no trend, but how old it is. */
function gaugeTagWidth({ value, unit, trend, look, note }: GaugeItem, measure: Measure): number {
	const text = measure(value, 'value') + (unit ? 3 + measure(unit, 'unit') : 0)
	const age = isFramed(look) && note !== undefined ? 6 + measure(note, 'age') : 0
	return Math.ceil(16 + text + (isFramed(look) ? age : trend ? 18 : 0))
}

type WishFacts = { readonly measure: Measure; readonly selected: EntityId | undefined; readonly focused: EntityId | undefined }

/** Pixels that frames and rings take around a mark: its name stands beyond them. */
function ringRoom({ id, look }: PlacedMapItem, { selected, focused }: Pick<WishFacts, 'selected' | 'focused'>): number {
	if (id === focused) return 13
	if (id === selected) return 9
	return isFramed(look) ? 8 : 0
}

function captionWish({ item, box }: Mark, { measure, selected, focused }: WishFacts): readonly LabelWish[] {
	const lines = captionLines(item)
	if (lines.length === 0) return []
	const room = grow(box, ringRoom(item, { selected, focused }))
	const width = Math.ceil(Math.max(...lines.map(({ text, style }) => measure(text, style)))) + 4
	return [
		{
			owner: item.id,
			candidates: candidatesAt(room, { width, height: lines.length * CAPTION_LINE, gap: 2 }, MARK_SIDES),
			weight: severityRank(item.severity) * 10 + (item.own ? 5 : 0) + (item.note === undefined ? 0 : 1),
			always: item.id === selected,
		},
	]
}

export function captionLines(item: PlacedMapItem): readonly { readonly text: string; readonly style: TextStyle }[] {
	return [
		...(item.label && item.type !== 'gauge' ? [{ text: item.label, style: 'name' } as const] : []),
		...(item.note === undefined ? [] : [{ text: item.note, style: item.doubted || isFramed(item.look) ? 'age' : 'over' } as const]),
	]
}

function areaWish({ item, shape }: AreaMark, facts: WishFacts & { viewport: Viewport }): readonly LabelWish[] {
	const { viewport, measure, selected } = facts
	const anchor = item.label && isNamed({ item, shape }, facts) ? areaAnchor(item, shape, viewport) : undefined
	if (!anchor) return []
	const text = Math.ceil(measure(item.label, 'strong'))
	const mark = item.severity === undefined ? 0 : 24
	const size = item.boxed ? { width: text + mark + 18, height: 24, gap: 16 } : { width: text + 8, height: 18, gap: 16 }
	const spots = item.boxed ? [anchor, ...areaSpots(shape, viewport)] : [anchor]
	const rank = severityRank(item.severity)
	return [
		{
			owner: item.id,
			candidates: spots.flatMap(({ x, y }) => candidatesAt({ left: x, right: x, top: y, bottom: y }, size, AREA_SIDES)),
			weight: item.boxed ? 60 + rank : 0.5,
			always: item.id === selected || (item.boxed && rank >= 3),
		},
	]
}

/** An area smaller than its own name is seen and not named, unless it matters more. */
function isNamed({ item, shape: { bounds } }: AreaMark, { viewport, selected }: WishFacts & { viewport: Viewport }): boolean {
	const world = worldPixels(viewport.zoom)
	const small = Math.max(bounds.right - bounds.left, bounds.bottom - bounds.top) * world < SMALL_AREA_PX
	return !small || item.id === selected || severityRank(item.severity) >= 4
}

const AREA_SIDES = ['centre', 'below', 'above', 'right', 'left'] as const

function withTag(area: AreaMark, placed: ReadonlyMap<string, PlacedLabel>): AreaMark {
	const tag = placed.get(area.item.id)?.rect
	return tag ? { ...area, tag } : area
}

function gaugeTag({ item, x, y }: Mark, placed: ReadonlyMap<string, PlacedLabel>): readonly GaugeTag[] {
	const label = placed.get(item.id)
	return item.type === 'gauge' && label ? [{ item, x, y, rect: label.rect }] : []
}

function caption({ item }: Mark, placed: ReadonlyMap<string, PlacedLabel>): readonly Caption[] {
	const label = placed.get(item.id)
	return item.type !== 'gauge' && label ? [{ item, rect: label.rect, side: label.side }] : []
}
