/** Factor and offset to the first unit of each dimension: value × factor + offset. */
const DIMENSIONS = {
	length: { m: [1, 0], mm: [0.001, 0], cm: [0.01, 0], dm: [0.1, 0], km: [1_000, 0], ft: [0.3048, 0], in: [0.0254, 0], NM: [1_852, 0] },
	speed: { 'm/s': [1, 0], 'km/h': [1 / 3.6, 0], kn: [1_852 / 3_600, 0], mph: [0.44704, 0] },
	temperature: { '°C': [1, 0], K: [1, -273.15], '°F': [5 / 9, -160 / 9] },
	pressure: { hPa: [1, 0], Pa: [0.01, 0], mbar: [1, 0], kPa: [10, 0], bar: [1_000, 0] },
	flow: { 'm³/s': [1, 0], 'l/s': [0.001, 0], 'm³/h': [1 / 3_600, 0] },
	volume: { l: [1, 0], 'm³': [1_000, 0] },
	mass: { kg: [1, 0], g: [0.001, 0], t: [1_000, 0] },
	time: { s: [1, 0], ms: [0.001, 0], min: [60, 0], h: [3_600, 0] },
	share: { '%': [1, 0], '1': [100, 0] },
	voltage: { V: [1, 0], mV: [0.001, 0] },
	angle: { '°': [1, 0], rad: [180 / Math.PI, 0] },
	rain: { 'mm/h': [1, 0], 'l/m²/h': [1, 0] },
} as const satisfies Record<string, Record<string, readonly [factor: number, offset: number]>>

type Scale = { readonly dimension: string; readonly factor: number; readonly offset: number }

const SCALES: ReadonlyMap<string, Scale> = new Map(
	Object.entries(DIMENSIONS).flatMap(([dimension, units]) =>
		Object.entries(units).map(([unit, [factor, offset]]) => [unit, { dimension, factor, offset }] as const),
	),
)

/** Units that can be converted. */
export const UNITS: readonly string[] = [...SCALES.keys()]

/** What stands against converting one unit into the other; undefined when nothing does. */
export function unitFault(from: string, to: string): string | undefined {
	const [source, target] = [SCALES.get(from), SCALES.get(to)]
	if (!source || !target) return `"${source ? to : from}" is not one of ${UNITS.join(', ')}`
	return source.dimension === target.dimension ? undefined : `${from} is a ${source.dimension} and ${to} a ${target.dimension}`
}

/** A value in another unit of the same dimension, to nine significant digits: the noise of binary fractions is no measurement. */
export function converted(value: number, from: string, to: string): number {
	const [source, target] = [SCALES.get(from), SCALES.get(to)]
	if (from === to || !source || !target) return value
	return Number(((value * source.factor + source.offset - target.offset) / target.factor).toPrecision(9))
}
