import { FeedConfig } from '@lagebild/config/schema.ts'
import { TakConfig } from '@lagebild/config/tak.ts'

import { GATE_FEED } from './devices/gates.ts'
import { extraFeeds } from './extra-feeds.ts'
import { GAUGES } from './scenario/gauges.ts'

const GAUGE_FEED = 'pegelonline-uebung'

export type FeedPlan = {
	readonly base: string
	readonly operation: string
	readonly standing: string
	readonly speed: number
	/** Absent: `basic`. */
	readonly sources?: 'basic' | 'all'
	/** Where ships are heard; absent: nowhere. */
	readonly nmeaPort?: number
	/** Where pumping stations and contacts are heard; absent: nowhere. */
	readonly mqttPort?: number
	/** File with the secret by which posted messages are signed; absent: none are posted. */
	readonly postSecret?: string | undefined
}

/** GeoJSON layers: fields of the kind that the properties give under the same name. */
const LAYERS = [
	[GATE_FEED, 'Flutschutztore (Übung)', 'gates', 'facility', ['name', 'type', 'polder', 'sill', 'closeBy', 'operator', 'remark']],
	['raeumung', 'Räumung und Polder (Übung)', 'areas', 'area', ['name', 'role', 'severity', 'population', 'evacuated', 'description']],
	['notunterkuenfte', 'Notunterkünfte (Übung)', 'shelters', 'facility', ['name', 'type', 'capacity', 'occupied', 'state', 'operator']],
	['abschnitte', 'Einsatzabschnitte (Übung)', 'sections', 'section', ['name', 'number', 'type', 'channel']],
] as const

/** The curves of the BSH belong to the gauges of PEGELONLINE; its own forecast series is left out, so that there is one forecast. */
const SENSORS = Object.fromEntries(GAUGES.map(({ bsh, uuid }) => [bsh, `sensor:${GAUGE_FEED}:${uuid}.W`]))

const ATTRIBUTION = 'Übung: erfundene Daten'

/** How to connect the upstream servers of the exercise: public feeds to the standing operation, the city's own data to the exercise. */
export function feedsOf(plan: FeedPlan): readonly FeedConfig[] {
	const { base, operation, standing, speed, sources } = plan
	const every = Math.max(5, Math.round(20 / speed))
	const common = { allowPrivateHosts: [new URL(base).hostname], timeoutSeconds: 10, attribution: ATTRIBUTION }
	const open = { ...common, operation: standing }
	return FeedConfig.array().parse([
		{
			...open,
			id: GAUGE_FEED,
			name: 'PEGELONLINE (Übung)',
			format: 'pegelonline',
			url: `${base}/pegelonline/stations.json`,
			options: { series: ['W'], forecastSeries: [] },
			everySeconds: every,
		},
		{
			...open,
			id: 'bsh-uebung',
			name: 'BSH Wasserstandsvorhersage (Übung)',
			format: 'bsh',
			url: `${base}/bsh/collections/waterlevelforecastdata/items`,
			options: { sensors: SENSORS },
			everySeconds: every,
		},
		{ ...open, id: 'dwd-uebung', name: 'DWD Warnungen (Übung)', format: 'cap', url: `${base}/dwd/index.atom`, everySeconds: every },
		{ ...open, id: 'mowas-uebung', name: 'MoWaS Warnungen (Übung)', format: 'cap', url: `${base}/nina/index.atom`, everySeconds: every },
		...LAYERS.map(([id, name, file, kind, fields]) => ({
			...common,
			operation,
			id,
			name,
			format: 'geojson',
			url: `${base}/geojson/${file}.geojson`,
			everySeconds: Math.max(10, every * 3),
			options: { kind, mode: 'full', fields: Object.fromEntries(fields.map((field) => [field, field])) },
		})),
		...(sources === 'all' ? extraFeeds(plan, { ...open, everySeconds: every }) : []),
	])
}

/** The door at which the tablets of the exercise knock: on this machine only, so without TLS. */
export function takDoor(operation: string, port: number): TakConfig {
	return TakConfig.parse({ id: 'tak-uebung', name: 'TAK-Tablets (Übung)', operation, listen: { port } })
}
