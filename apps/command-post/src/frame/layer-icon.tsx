import { classes } from '@lagebild/ui/classes.ts'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { Building2, CircleAlert, ClipboardList, MapPin, Ruler, Ship, SquareDashed, Thermometer, TrafficCone, Waypoints } from 'lucide-react'

import type { LayerId } from '../select/layer.ts'
import { ORGANISATIONS } from '../select/organisations.ts'

import styles from './left.module.css'

const ICONS = {
	gauges: Ruler,
	sensors: Thermometer,
	incidents: MapPin,
	warnings: CircleAlert,
	areas: SquareDashed,
	sections: Waypoints,
	closures: TrafficCone,
	facilities: Building2,
	tracks: Ship,
	other: ClipboardList,
} as const

/** The layer's mark: the organisation's colour for forces, as on the signs themselves. */
export function LayerIcon({ layer }: { readonly layer: LayerId }) {
	return (
		<span className={styles.icon} aria-hidden>
			<Drawing layer={layer} />
		</span>
	)
}

function Drawing({ layer }: { readonly layer: LayerId }) {
	const organisation = ORGANISATIONS.find((name) => layer === `force-${name}`)
	if (organisation) return <span className={classes(styles.swatch, styles[organisation])} />
	if (layer === 'gates') return <GateGlyph state="closed" size={14} />
	const Icon = isPlain(layer) ? ICONS[layer] : MapPin
	return <Icon size={16} />
}

function isPlain(layer: string): layer is keyof typeof ICONS {
	return Object.hasOwn(ICONS, layer)
}
