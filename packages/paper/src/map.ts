import type { AreaItem, MapItem, SymbolItem } from '@lagebild/map/item.ts'
import { isStanding, severityRank } from '@lagebild/map/item.ts'
import { itemsOfRow } from '@lagebild/map/items/items.ts'
import { signKey } from '@lagebild/map/symbols/spec.ts'
import { signSvg } from '@lagebild/map/symbols/svg.ts'
import type { Box } from '@lagebild/model/geo.ts'

import { drawingOf, isInside, pathOf } from './drawing.ts'
import type { Drawing } from './drawing.ts'
import { groundOf } from './ground.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import type { Scene } from './scene.ts'
import { part } from './tables.ts'

/** Width of a sign in the drawing, for one of the library's 75 units. */
const SIGN = 26 / 75
const LABEL_BELOW = 9

/** Everything that stands somewhere, drawn once: severest last, so that nothing lies over it. */
export function map(scene: Scene): Html {
	const { content, words, texts } = scene
	const items = content.things
		.flatMap(({ row, measured }) => itemsOfRow(row, measured, { now: content.at, texts }))
		.filter(({ look }) => isStanding(look))
		.toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))
	const drawing = drawingOf(frameOf(content.operation.area, items))
	const areas = items.filter((item): item is AreaItem => item.type === 'area')
	const points = items.filter((item) => item.type !== 'area' && isInside(drawing, drawing.at(item.position)))
	const signs = new Signs()
	const drawn = points.map((item) => pointOf(item, drawing, signs))
	const labels = labelsOf(drawn.toReversed())
	const { width, height } = drawing
	const body = html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${words.map}">
			<defs>${signs.all()}</defs>
			<rect width="${width}" height="${height}" fill="#f7f8f5" />
			${groundOf(drawing)}${areas.map((area) => areaOf(area, drawing))}${drawn.map(({ glyph }) => glyph)}${labels}
			<rect width="${width}" height="${height}" fill="none" stroke="#333" />
		</svg>
		<p class="note">${words.mapText}</p>`
	return part(words.map, body, words.none)
}

/** Each sign is drawn once and used often: a picture of its own, so that what is named in it meets no other name. */
class Signs {
	readonly #known = new Map<string, { readonly id: string; readonly width: number; readonly height: number; readonly markup: Html }>()

	use({ sign }: SymbolItem): { readonly id: string; readonly width: number; readonly height: number } {
		const key = signKey(sign)
		const known = this.#known.get(key) ?? this.#draw(key, sign)
		return known
	}

	all(): readonly Html[] {
		return [...this.#known.values()].map(({ markup }) => markup)
	}

	#draw(key: string, sign: SymbolItem['sign']) {
		const { svg, width, height, text } = signSvg(sign, { mode: 'day' })
		const id = `s${this.#known.size}`
		const [w, h] = [width * SIGN, height * SIGN]
		const data = Buffer.from(svg).toString('base64')
		const letters = text
			? html`<text x="${(w / 2).toFixed(1)}" y="${(h * 0.68).toFixed(1)}" fill="${text.colour}" class="inside">${text.value}</text>`
			: undefined
		const markup = html`<g id="${id}"
			><image width="${w.toFixed(1)}" height="${h.toFixed(1)}" href="data:image/svg+xml;base64,${data}" />${letters}</g
		>`
		const drawn = { id, width: w, height: h, markup }
		this.#known.set(key, drawn)
		return drawn
	}
}

function areaOf(area: AreaItem, drawing: Drawing): Html {
	const { geometry, edge, label, position } = area
	const dashes = edge === 'dashed' ? '8 5' : edge === 'dotted' ? '2 4' : undefined
	const strong = severityRank(area.severity) >= 4
	const [x, y] = drawing.at(position)
	const text = isInside(drawing, [x, y]) ? html`<text class="label" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${label}</text>` : undefined
	const dashed = dashes === undefined ? undefined : html` stroke-dasharray="${dashes}"`
	return html`<path
			d="${pathOf(drawing, geometry)}"
			fill="none"
			stroke="#000"
			stroke-width="${strong ? 3 : 1.5}"
			${dashed}
			stroke-opacity="0.7"
		/>${text}`
}

type Point = { readonly glyph: Html; readonly label: string; readonly x: number; readonly y: number }

function pointOf(item: MapItem, drawing: Drawing, signs: Signs): Point {
	const [x, y] = drawing.at(item.position)
	const { drawn, below, label } = glyphOf(item, signs)
	return { glyph: html`<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${drawn}</g>`, label, x, y: y + below }
}

/** Of a letter, in the drawing. */
const LETTER = 4.6
const LINE = 9

/** Where two names would lie over one another the severer thing keeps its own; the tables name everything. */
function labelsOf(points: readonly Point[]): readonly Html[] {
	const taken: { readonly x: number; readonly y: number; readonly half: number }[] = []
	return points.flatMap(({ label, x, y }) => {
		const half = (label.length * LETTER) / 2
		const isCrossed = taken.some((one) => Math.abs(one.y - y) < LINE && Math.abs(one.x - x) < one.half + half)
		if (label === '' || isCrossed) return []
		taken.push({ x, y, half })
		return [html`<text class="label" x="${x.toFixed(1)}" y="${y.toFixed(1)}">${label}</text>`]
	})
}

/** Of things on each side, so few may lie outside of the map. */
const OUTLIERS = 0.02
const MARGIN = 0.06
/** Degrees; a single thing is not drawn as if it filled the town. */
const LEAST = 0.04

/** What lies where something is; the whole area while nothing is. */
function frameOf(area: Box, items: readonly MapItem[]): Box {
	const [west, south, east, north] = area
	const inside = items.filter(
		({ type, position: { lat, lng } }) => type !== 'area' && lat > south && lat < north && lng > west && lng < east,
	)
	if (inside.length === 0) return area
	const [left, right] = spanOf(inside.map(({ position }) => position.lng))
	const [low, high] = spanOf(inside.map(({ position }) => position.lat))
	return [left, low, right, high]
}

function spanOf(values: readonly number[]): readonly [number, number] {
	const sorted = values.toSorted((a, b) => a - b)
	const skipped = Math.floor(sorted.length * OUTLIERS)
	const [low = 0, high = 0] = [sorted[skipped], sorted.at(-1 - skipped)]
	const wide = Math.max(LEAST, high - low) * (0.5 + MARGIN)
	return [(low + high) / 2 - wide, (low + high) / 2 + wide]
}

type Glyph = { readonly drawn: Html; readonly below: number; readonly label: string }

function glyphOf(item: MapItem, signs: Signs): Glyph {
	const doubt = item.conflict ? ' ≠' : ''
	if (item.type === 'symbol') {
		const { id, width, height } = signs.use(item)
		const drawn = html`<use href="#${id}" x="${(-width / 2).toFixed(1)}" y="${(-height / 2).toFixed(1)}" />`
		return { drawn, below: Math.round(height / 2) + LABEL_BELOW, label: `${item.label}${doubt}` }
	}
	if (item.type === 'gauge') {
		const drawn = html`<circle r="4" fill="#fff" stroke="#000" stroke-width="1.5" />`
		return { drawn, below: 4 + LABEL_BELOW, label: [item.value, item.unit].join(' ') }
	}
	if (item.type === 'gate') return { drawn: gateGlyph(item.state), below: 5 + LABEL_BELOW, label: `${item.label}${doubt}` }
	return { drawn: html`<path d="M-4 -4L4 4M4 -4L-4 4" stroke="#000" stroke-width="1.8" />`, below: 4 + LABEL_BELOW, label: item.label }
}

/** Two posts, and a leaf where it is shut or moves; what nobody knows is dashed. */
function gateGlyph(state: string): Html {
	const dashed = state === 'unknown' ? html` stroke-dasharray="2 2"` : undefined
	const leaf =
		{ closed: 'M-7 0H7', closing: 'M-7 0H-1M1 0H7', fault: 'M-7 0H7M-3 -4L3 4', open: 'M-7 0H-5M5 0H7', unknown: '' }[state] ?? ''
	return html`<g stroke="#000" stroke-width="2" ${dashed}><path d="M-7 -5V5M7 -5V5" fill="none" /><path d="${leaf}" fill="none" /></g>`
}
