import type { Organisation } from '@lagebild/model/kinds/words.ts'

import { CLUSTER_SIZE } from '../layer/frame.ts'
import type { ClusterMark } from '../layer/frame.ts'
import type { Palette } from '../palette.ts'
import type { Pen } from './pen.ts'
import { drawSeverity } from './severity.ts'

const ORGANISATION_COLOUR = {
	feuerwehr: '#fa321e',
	thw: '#003399',
	fuehrung: '#fafa00',
	polizei: '#64dc32',
	gefahrenabwehr: '#fa8c00',
	hilfsorganisation: '#ffffff',
	bundeswehr: '#b4783c',
	zivil: '#bebebe',
} as const satisfies Record<Organisation, string>

/** Count, a ring with the organisations' shares and the worst severity: 44 px. */
export function drawCluster(pen: Pen, { x, y, count, severity, organisations }: ClusterMark, palette: Palette): void {
	const radius = CLUSTER_SIZE / 2 - 3
	pen.save()
	pen.translate(x, y)
	disc(pen, radius + 2.5, palette.theme === 'night' ? palette.ground : '#ffffff')
	disc(pen, radius + 1, palette.sevRingOut)
	let from = -Math.PI / 2
	for (const part of organisations) {
		const to = from + (part.count / count) * 2 * Math.PI
		pen.beginPath()
		pen.arc(0, 0, radius - 2.5, from, to)
		pen.lineWidth = 5
		pen.strokeStyle = ringColour(part.organisation, palette)
		pen.stroke()
		from = to
	}
	disc(pen, radius - 5, palette.surface)
	pen.font = `600 ${count > 999 ? 13 : 16}px ${palette.font}`
	pen.fillStyle = palette.text1
	pen.textAlign = 'center'
	pen.textBaseline = 'middle'
	pen.fillText(String(count), 0, 0.5)
	pen.restore()
	if (severity !== undefined) drawSeverity(pen, severity, { x: x + radius * 0.78, y: y - radius * 0.78, size: 18, palette })
}

function ringColour(organisation: Organisation | undefined, { theme, edge, text1 }: Palette): string {
	if (theme === 'night') return organisation === undefined ? edge : text1
	return organisation === undefined ? edge : ORGANISATION_COLOUR[organisation]
}

function disc(pen: Pen, radius: number, colour: string): void {
	pen.beginPath()
	pen.arc(0, 0, radius, 0, 2 * Math.PI)
	pen.fillStyle = colour
	pen.fill()
}
