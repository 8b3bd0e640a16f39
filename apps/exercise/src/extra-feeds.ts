import type { FeedConfig } from '@lagebild/config/schema.ts'
import type * as z from 'zod'

import { gateEntity } from './devices/gates.ts'
import { POSTED_FEED, SIGNATURE_HEADER } from './devices/network-server.ts'
import type { FeedPlan } from './feeds.ts'
import { POSTED, STORED } from './serve/ttn.ts'

type FeedInput = z.input<typeof FeedConfig>

/** What every feed of the exercise has: the operation of public sources, and what it may reach. */
export type Common = Pick<FeedInput, 'operation' | 'allowPrivateHosts' | 'timeoutSeconds' | 'attribution' | 'everySeconds'>

/** Beside the sources of a city, with `"sources": "all"`: one of each protocol that Lagebild reads, a line for each. */
export function extraFeeds({ base, operation, nmeaPort, mqttPort, postSecret }: FeedPlan, common: Common): readonly FeedInput[] {
	const archive = 'opendata/COMMUNEUNION_DWD_STAT/Z_CAP_C_EDZW_LATEST_PVW_STATUS_PREMIUMDWD_COMMUNEUNION_MUL.zip'
	return [
		{ ...common, id: 'dwd-archiv-uebung', name: 'DWD Warnarchiv (Übung)', format: 'dwd', url: `${base}/${archive}` },
		{ ...common, id: 'nina-uebung', name: 'NINA (Übung)', format: 'nina', url: `${base}/warnung/api31` },
		{
			...common,
			id: 'usgs-uebung',
			name: 'Erdbeben der USGS (Übung)',
			format: 'mapping',
			url: `${base}/usgs/summary/all_day.geojson`,
			options: { shipped: 'usgs' },
		},
		{
			...common,
			id: 'sensorthings-uebung',
			name: 'Schöpfwerke, SensorThings (Übung)',
			format: 'sensorthings',
			url: `${base}/sta/v1.1`,
			options: { everySeconds: 60, pageSize: 10 },
		},
		...contactFeeds({ ...common, operation }, { base, ...(postSecret !== undefined && { postSecret }) }),
		...(nmeaPort === undefined
			? []
			: [{ ...common, id: 'ais-uebung', name: 'AIS (Übung)', format: 'ais', url: `tcp://127.0.0.1:${nmeaPort}` }]),
		...(mqttPort === undefined ? [] : heardFeeds(base, { ...common, url: `mqtt://127.0.0.1:${mqttPort}` })),
	]
}

/** Contacts of gates by LoRaWAN: what the storage of the network tells, and what the network posts. */
function contactFeeds(common: Common, { base, postSecret }: Pick<FeedPlan, 'base' | 'postSecret'>): readonly FeedInput[] {
	const contact = { ...common, format: 'ttn', rank: 'device' } as const
	const stored = {
		...contact,
		id: 'lorawan-uebung',
		name: 'Torkontakte, LoRaWAN (Übung)',
		url: `${base}/ttn/api/v3/as/applications/uebung/packages/storage/uplink_message`,
		options: contactOptions(STORED),
	}
	if (postSecret === undefined) return [stored]
	const posted = {
		...contact,
		id: POSTED_FEED,
		name: 'Torkontakte, LoRaWAN über Webhook (Übung)',
		url: 'webhook:',
		signature: { header: SIGNATURE_HEADER, secretFile: postSecret },
		options: contactOptions(POSTED),
	}
	return [stored, posted]
}

/** The same stations by their broker; what was missed is asked of the service. */
function heardFeeds(base: string, common: Common & { readonly url: string }): readonly FeedInput[] {
	const service = `${base}/sta/v1.1`
	return [
		{
			...common,
			id: 'sensorthings-mqtt-uebung',
			name: 'Schöpfwerke, SensorThings über MQTT (Übung)',
			format: 'sensorthings',
			options: { service, everySeconds: 60 },
			stream: { topics: ['v1.1/Datastreams(101)/Observations'], backfill: { url: service, maxHours: 2 } },
		},
	]
}

/** The contacts speak of the gates that people know; a contact knows closed and not closed, and no more. */
function contactOptions(contacts: typeof STORED): NonNullable<FeedInput['options']> {
	return {
		profiles: {
			kontakt: {
				gate: { field: 'closed', values: { true: 'closed', false: 'open' } },
				values: [{ field: 'battery', property: 'battery', unit: 'V' }],
				everySeconds: 900,
			},
		},
		devices: Object.fromEntries(
			contacts.map(({ device, gate }) => [device, { profile: 'kontakt', facility: gateEntity(gate.id), name: `Kontakt ${gate.name}` }]),
		),
	}
}
