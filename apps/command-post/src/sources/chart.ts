/** A polyline through equally spaced counts; the box is `width` × `height`, 0 at its bottom. */
export function linePath(
	values: readonly number[],
	box: { readonly width: number; readonly height: number; readonly most: number },
): string {
	if (values.length < 2) return ''
	const { width, height, most } = box
	return values
		.map((value, i) => {
			const x = (width * i) / (values.length - 1)
			const y = height - (height * Math.min(value, most)) / Math.max(most, 1)
			return `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
		})
		.join('')
}

/** The mean of every `size` neighbours: three hours in as many points as a small line has pixels. */
export function thinned(values: readonly number[], size: number): readonly number[] {
	const means: number[] = []
	for (let from = 0; from < values.length; from += size) {
		const part = values.slice(from, from + size)
		means.push(part.reduce((sum, value) => sum + value, 0) / part.length)
	}
	return means
}

/** The next round number above: 1, 2, 5 times a power of ten, and what divides into three lines. */
export function roundAbove(value: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)))
	return [1, 1.5, 3, 6, 9, 12, 15].map((step) => Math.ceil(step * power)).find((step) => step >= value && step % 3 === 0) ?? 15 * power
}
