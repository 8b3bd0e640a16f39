import { isKnownKind } from '@lagebild/model/kinds/names.ts'

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

/** Kinds that are one layer whatever they say; sources of the picture are no objects of it and have none. */
const BY_KIND = {
	incident: 'incidents',
	warning: 'warnings',
	section: 'sections',
	closure: 'closures',
	track: 'tracks',
	task: 'other',
	message: 'other',
	alarm: 'other',
	counter: 'other',
	contact: 'other',
	feed: undefined,
} as const

/** The layer a thing is switched with. */
export function layerOf({ row }: Thing): LayerId | undefined {
	switch (row.kind) {
		case 'sensor':
			return row.fields.property === 'W' ? 'gauges' : 'sensors'
		case 'facility':
			return row.fields.type === 'gate' ? 'gates' : 'facilities'
		case 'unit':
			return `force-${row.fields.organisation ?? 'zivil'}`
		case 'area':
			return row.fields.role === 'section' ? 'sections' : 'areas'
		default:
			return isKnownKind(row.kind) ? BY_KIND[row.kind] : 'other'
	}
}

export const ALL_LAYERS: readonly LayerId[] = LAYER_GROUPS.flatMap<LayerId>(({ layers }) => layers)
