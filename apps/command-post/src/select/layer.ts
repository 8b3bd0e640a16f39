import type { Thing } from '../state/facts.ts'
import { ORGANISATIONS } from './organisations.ts'

/** One line of the layer tree. */
export type LayerId = 'gauges' | 'gates' | 'sensors' | `force-${(typeof ORGANISATIONS)[number]}` | (typeof SITUATION_LAYERS)[number]

export const SITUATION_LAYERS = ['incidents', 'warnings', 'areas', 'sections', 'closures', 'facilities', 'tracks', 'other'] as const

export const LAYER_GROUPS = [
	{ id: 'water', layers: ['gauges', 'gates', 'sensors'] },
	{ id: 'forces', layers: ORGANISATIONS.map((organisation) => `force-${organisation}` as const) },
	{ id: 'situation', layers: SITUATION_LAYERS },
] as const satisfies readonly { readonly id: string; readonly layers: readonly LayerId[] }[]

/** The layer a thing is switched with; sources of the picture are no objects of it and have none. */
export function layerOf({ row }: Thing): LayerId | undefined {
	switch (row.kind) {
		case 'sensor':
			return row.fields.property === 'W' ? 'gauges' : 'sensors'
		case 'facility':
			return row.fields.type === 'gate' ? 'gates' : 'facilities'
		case 'unit':
			return `force-${row.fields.organisation ?? 'zivil'}`
		case 'incident':
			return 'incidents'
		case 'warning':
			return 'warnings'
		case 'area':
			return row.fields.role === 'section' ? 'sections' : 'areas'
		case 'section':
			return 'sections'
		case 'closure':
			return 'closures'
		case 'track':
			return 'tracks'
		case 'task':
		case 'message':
		case 'alarm':
		case 'counter':
			return 'other'
		case 'feed':
			return undefined
	}
}

export const ALL_LAYERS: readonly LayerId[] = LAYER_GROUPS.flatMap<LayerId>(({ layers }) => layers)
