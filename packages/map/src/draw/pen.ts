import type { TextStyle } from '../layer/frame.ts'
import type { Palette } from '../palette.ts'

/** The drawing code knows only this, so that it can move into a worker. */
export type Pen = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

export type Point = { readonly x: number; readonly y: number }

const FONTS = {
	name: '500 12px',
	age: '500 12px',
	over: '400 12px',
	strong: '600 12px',
	value: '600 13px',
	unit: '400 12px',
} as const satisfies Record<TextStyle, string>

export function fontOf(style: TextStyle, { font }: Palette): string {
	return `${FONTS[style]} ${font}`
}

export function roundedPath(pen: Pen, box: { left: number; top: number; width: number; height: number }, radius: number): void {
	pen.beginPath()
	pen.roundRect(box.left, box.top, box.width, box.height, radius)
}

/** Text over the ground: a halo in the ground's colour keeps it readable on lines and patterns. */
export function haloText(pen: Pen, text: string, { x, y, fill, halo }: Point & { readonly fill: string; readonly halo: string }): void {
	pen.lineJoin = 'round'
	pen.lineWidth = 3
	pen.strokeStyle = halo
	pen.strokeText(text, x, y)
	pen.fillStyle = fill
	pen.fillText(text, x, y)
}
