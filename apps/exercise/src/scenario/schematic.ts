import { readFileSync } from 'node:fs'

import { Geometry, verticesOf } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import * as z from 'zod'

import { between } from './geometry.ts'
import type { Ring } from './geometry.ts'

const Schematic = z.object({
	features: z.array(z.object({ properties: z.object({ kind: z.string(), name: z.string() }), geometry: Geometry })),
})

type Named = { readonly name: string; readonly points: readonly Position[] }

/** The schematic of Hamburg as the exercise needs it. */
export type Land = {
	readonly motorways: readonly Named[]
	readonly waters: readonly { readonly name: string; readonly points: Ring }[]
	readonly border: Ring
	readonly places: ReadonlyMap<string, Position>
}

export function readLand(file: URL): Land {
	const { features } = Schematic.parse(JSON.parse(readFileSync(file, 'utf8')))
	const named = (...kinds: readonly string[]): readonly Named[] =>
		features
			.filter(({ properties }) => kinds.includes(properties.kind))
			.map(({ properties, geometry }) => ({
				name: properties.name,
				points: verticesOf(geometry).map(([lng, lat]) => ({ lat, lng })),
			}))
	return {
		motorways: named('highway'),
		waters: named('water'),
		border: named('state')[0]?.points ?? [],
		places: new Map(named('place', 'quarter').flatMap(({ name, points }) => points.slice(0, 1).map((point) => [name, point] as const))),
	}
}

/** Middle line of a river drawn as a band: its outline runs down one bank and back up the other. */
export function middleOf(band: Ring): readonly Position[] {
	const closed = band[0]?.lat === band.at(-1)?.lat && band[0]?.lng === band.at(-1)?.lng
	const count = closed ? band.length - 1 : band.length
	return Array.from({ length: Math.floor(count / 2) }, (_, i) => {
		const [left, right] = [band[i], band[count - 1 - i]]
		return left && right ? [between(left, right, 0.5)] : []
	}).flat()
}
