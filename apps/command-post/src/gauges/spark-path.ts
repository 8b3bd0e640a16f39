import type { Points } from './series.ts'

export const WIDTH = 64
export const HEIGHT = 22

/** A path through the points, scaled to the box; gaps stay gaps. */
export function sparkPath({ at, value }: Points): string {
	const known = value.filter((level) => level !== null)
	const first = at[0]
	const last = at.at(-1)
	if (known.length < 2 || first === undefined || last === undefined || first === last) return ''
	const low = Math.min(...known)
	const range = Math.max(...known) - low || 1
	let pen = 'M'
	return at
		.map((time, index) => {
			const level = value[index] ?? null
			if (level === null) {
				pen = 'M'
				return ''
			}
			const step = `${pen}${((WIDTH * (time - first)) / (last - first)).toFixed(1)} ${(HEIGHT - (HEIGHT * (level - low)) / range).toFixed(1)}`
			pen = 'L'
			return step
		})
		.join('')
}
