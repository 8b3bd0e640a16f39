import { TerraDrawCircleMode, TerraDrawLineStringMode, TerraDrawPointMode, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import type { HexColor } from 'terra-draw'

import type { Palette } from '../palette.ts'
import { CIRCLE_CORNERS } from './sketch.ts'

function isHex(colour: string): colour is HexColor {
	return /^#[0-9a-f]{3,8}$/i.test(colour)
}

function hex(colour: string): HexColor {
	return isHex(colour) ? colour : '#808080'
}

/** Wide enough for a finger with a glove. */
const NEAR_PX = 22
const POINT_PX = 7
const KEYS = { cancel: null, finish: 'Enter' } as const

/** Accent colour and dots on the ground's own: what is drawn is work in hand and no thing of the picture. */
export function modesOf(palette: Palette) {
	const [accent, ground, ring] = [hex(palette.accent), hex(palette.halo), hex(palette.text1)]
	const dot = { width: POINT_PX, outline: 3 }
	const area = { fillColor: accent, fillOpacity: 0.15, outlineColor: accent, outlineWidth: 3 } as const
	const corner = {
		coordinatePointColor: ground,
		coordinatePointWidth: 5,
		coordinatePointOutlineColor: accent,
		coordinatePointOutlineWidth: 3,
	}
	const closing = {
		closingPointColor: ground,
		closingPointWidth: dot.width,
		closingPointOutlineColor: ring,
		closingPointOutlineWidth: dot.outline,
	}
	const point = { pointColor: accent, pointWidth: POINT_PX, pointOutlineColor: ground, pointOutlineWidth: dot.outline }
	return [
		new TerraDrawPointMode({ styles: point, editable: true, pointerDistance: NEAR_PX }),
		new TerraDrawLineStringMode({
			keyEvents: KEYS,
			pointerDistance: NEAR_PX,
			showCoordinatePoints: true,
			styles: { lineStringColor: accent, lineStringWidth: 3, ...closing, ...corner },
		}),
		new TerraDrawPolygonMode({
			keyEvents: KEYS,
			pointerDistance: NEAR_PX,
			showCoordinatePoints: true,
			styles: { ...area, ...closing, ...corner },
		}),
		new TerraDrawCircleMode({ keyEvents: KEYS, segments: CIRCLE_CORNERS, styles: area }),
		selectMode(accent, ground),
	]
}

function selectMode(accent: HexColor, ground: HexColor): TerraDrawSelectMode {
	const corners = { draggable: true, deletable: true, midpoints: true } as const
	return new TerraDrawSelectMode({
		pointerDistance: NEAR_PX,
		keyEvents: null,
		allowManualDeselection: false,
		flags: {
			point: { feature: { draggable: true } },
			linestring: { feature: { draggable: true, coordinates: corners } },
			polygon: { feature: { draggable: true, coordinates: corners, selfIntersectable: true } },
			circle: { feature: { draggable: true, coordinates: { resizable: 'center' } } },
		},
		styles: {
			selectedPointColor: accent,
			selectedPointWidth: 9,
			selectedPointOutlineColor: ground,
			selectedPointOutlineWidth: 3,
			selectedLineStringColor: accent,
			selectedLineStringWidth: 3,
			selectedPolygonColor: accent,
			selectedPolygonFillOpacity: 0.15,
			selectedPolygonOutlineColor: accent,
			selectedPolygonOutlineWidth: 3,
			selectionPointColor: ground,
			selectionPointWidth: POINT_PX,
			selectionPointOutlineColor: accent,
			selectionPointOutlineWidth: 3,
			midPointColor: accent,
			midPointWidth: 4,
			midPointOutlineColor: ground,
			midPointOutlineWidth: 2,
		},
	})
}
