import type { SeverityLevel } from '../item.ts'
import type { Palette } from '../palette.ts'
import type { Pen, Point } from './pen.ts'

/** Shape, colour and double outline of a severity, `size` px over all. The shape alone tells the level. */
export function drawSeverity(pen: Pen, severity: SeverityLevel, { x, y, size, palette }: Point & { size: number; palette: Palette }): void {
	const core = size / 2 - 3
	pen.save()
	pen.translate(x, y)
	pen.lineJoin = 'round'
	if (severity === 'unknown') drawUnknown(pen, core, palette)
	else {
		tracePath(pen, severity, core)
		pen.lineWidth = 6
		pen.strokeStyle = palette.sevRingOut
		pen.stroke()
		pen.lineWidth = 4
		pen.strokeStyle = palette.sevRingIn
		pen.stroke()
		pen.fillStyle = severityFill(severity, palette)
		pen.fill()
	}
	pen.restore()
}

export function severityFill(severity: Exclude<SeverityLevel, 'unknown'>, palette: Palette): string {
	return [palette.sev1, palette.sev2, palette.sev3, palette.sev4, palette.sev5][severity - 1] ?? palette.sev1
}

/** Colour of lines and patterns of a severity: at least 3:1 on the ground. */
export function severityLine(severity: SeverityLevel | undefined, palette: Palette): string {
	if (severity === undefined || severity === 'unknown') return palette.text2
	return [palette.sev1Line, palette.sev2Line, palette.sev3Line, palette.sev4Line, palette.sev5Line][severity - 1] ?? palette.text2
}

function drawUnknown(pen: Pen, core: number, { surface, text1 }: Palette): void {
	pen.beginPath()
	pen.arc(0, 0, core + 1, 0, 2 * Math.PI)
	pen.fillStyle = surface
	pen.fill()
	pen.setLineDash([2.5, 2])
	pen.lineWidth = 1.6
	pen.strokeStyle = text1
	pen.stroke()
}

function tracePath(pen: Pen, severity: Exclude<SeverityLevel, 'unknown'>, r: number): void {
	pen.beginPath()
	if (severity === 1) pen.arc(0, 0, r, 0, 2 * Math.PI)
	else {
		for (const [x, y] of corners(severity)) pen.lineTo(x * r, y * r)
		pen.closePath()
	}
}

const OCTAGON = Array.from(
	{ length: 8 },
	(_, index) => [Math.cos(((2 * index + 1) * Math.PI) / 8), Math.sin(((2 * index + 1) * Math.PI) / 8)] as const,
)

function corners(severity: 2 | 3 | 4 | 5): readonly (readonly [number, number])[] {
	switch (severity) {
		case 2:
			return [
				[-0.86, -0.86],
				[0.86, -0.86],
				[0.86, 0.86],
				[-0.86, 0.86],
			]
		case 3:
			return [
				[0, -1.2],
				[1.2, 0],
				[0, 1.2],
				[-1.2, 0],
			]
		case 4:
			return [
				[0, -1.1],
				[1.2, 0.95],
				[-1.2, 0.95],
			]
		case 5:
			return OCTAGON
	}
}
