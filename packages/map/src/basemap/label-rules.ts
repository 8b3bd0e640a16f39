import type { Feature, LabelRule, LabelSymbolizer } from 'protomaps-leaflet'

import { haloText } from '../draw/pen.ts'
import type { Palette } from '../palette.ts'

type Layout = Parameters<LabelSymbolizer['place']>[0]

type TextPlan = {
	readonly font: (px: number) => string
	readonly px: number
	readonly fill: string
	readonly halo: string
	readonly spacing?: number
	readonly upper?: boolean
	/** Free room around the name, px. */
	readonly padding: number
}

/** Names of the emergency map, the weightiest first: an earlier rule takes the place from a later one. */
export function labelRules(palette: Palette): LabelRule[] {
	const { font } = palette
	const town = { font: (px: number) => `500 ${px}px ${font}`, fill: palette.label, halo: palette.halo }
	const minor = { font: (px: number) => `400 ${px}px ${font}`, fill: palette.label2, halo: palette.halo }
	const water = { font: (px: number) => `italic 400 ${px}px ${font}`, fill: palette.labelWater, halo: palette.haloWater }
	return [
		places(1, 8, nameText({ ...town, px: 14, spacing: 2, upper: true, padding: 12 })),
		{
			dataLayer: 'water',
			minzoom: 11,
			filter: (zoom, { props }) => isLabel(props, zoom),
			symbolizer: nameText({ ...water, px: 13, padding: 8 }),
		},
		{ dataLayer: 'roads', minzoom: 11, filter: (_zoom, { props }) => props.kind === 'shield', symbolizer: shield(palette) },
		places(2, 10, nameText({ ...town, px: 14, padding: 10 })),
		places(3, 11, nameText({ ...minor, px: 13, padding: 10 })),
		places(4, 12, nameText({ ...minor, px: 12, padding: 10 })),
	]
}

function isLabel(props: Feature['props'], zoom: number): boolean {
	return props.kind === 'label' && (typeof props.min_zoom !== 'number' || zoom >= props.min_zoom)
}

function places(rank: number, minzoom: number, symbolizer: LabelSymbolizer): LabelRule {
	return { dataLayer: 'places', minzoom, filter: (_zoom, { props }) => props.rank === rank, symbolizer }
}

/** A name about its point, turned by the feature's `angle` in degrees. */
function nameText({ font, px, fill, halo, spacing = 0, upper = false, padding }: TextPlan): LabelSymbolizer {
	return {
		place: (layout, geom, { props }) => {
			const anchor = geom[0]?.[0]
			if (!anchor || typeof props.name !== 'string') return undefined
			const text = upper ? props.name.toLocaleUpperCase('de') : props.name
			const angle = typeof props.angle === 'number' ? (props.angle * Math.PI) / 180 : 0
			const width = measured(layout, text, font(px)) + spacing * text.length
			return [
				{
					anchor,
					bboxes: boxes(anchor, { width, height: px, angle, padding }),
					draw: (pen) => {
						pen.globalAlpha = 1
						pen.rotate(angle)
						pen.font = font(px)
						pen.letterSpacing = `${spacing}px`
						pen.textAlign = 'center'
						pen.textBaseline = 'middle'
						haloText(pen, text, { x: spacing / 2, y: 0, fill, halo })
						pen.letterSpacing = '0px'
					},
				},
			]
		},
	}
}

function measured({ scratch }: Layout, text: string, font: string): number {
	scratch.save()
	scratch.font = font
	const { width } = scratch.measureText(text)
	scratch.restore()
	return width
}

type Extent = { readonly width: number; readonly height: number; readonly angle: number; readonly padding: number }
type Spot = { readonly x: number; readonly y: number }
type Bbox = { minX: number; minY: number; maxX: number; maxY: number }

/** Squares along the writing: one large box around a turned name would claim land that is free. */
function boxes({ x, y }: Spot, { width, height, angle, padding }: Extent): Bbox[] {
	const half = height / 2 + padding
	const count = Math.max(1, Math.ceil(width / height))
	return Array.from({ length: count }, (_, index) => {
		const along = ((index + 0.5) / count - 0.5) * width
		const [cx, cy] = [x + Math.cos(angle) * along, y + Math.sin(angle) * along]
		return { minX: cx - half, maxX: cx + half, minY: cy - half, maxY: cy + half }
	})
}

function shield({ font, surface, edge, label2 }: Palette): LabelSymbolizer {
	const face = `500 11px ${font}`
	return {
		place: (layout, geom, { props }) => {
			const anchor = geom[0]?.[0]
			if (!anchor || typeof props.name !== 'string') return undefined
			const text = props.name
			const width = Math.ceil(measured(layout, text, face)) + 10
			return [
				{
					anchor,
					bboxes: [{ minX: anchor.x - width / 2 - 8, maxX: anchor.x + width / 2 + 8, minY: anchor.y - 17, maxY: anchor.y + 17 }],
					draw: (pen) => {
						pen.globalAlpha = 1
						pen.beginPath()
						pen.roundRect(-width / 2 + 0.5, -8.5, width - 1, 17, 3)
						pen.fillStyle = surface
						pen.fill()
						pen.lineWidth = 1
						pen.strokeStyle = edge
						pen.stroke()
						pen.font = face
						pen.textAlign = 'center'
						pen.textBaseline = 'middle'
						pen.fillStyle = label2
						pen.fillText(text, 0, 0.5)
					},
				},
			]
		},
	}
}
