import { listed, THUNDER, WATER } from '../scenario/bulletins.ts'
import type { Bulletin, Listed } from '../scenario/bulletins.ts'
import { HOUR, MINUTE, scenarioAt, startOf, wallAt } from '../scenario/clock.ts'
import type { Context } from './context.ts'
import { localIso } from './local-time.ts'
import { json } from './reply.ts'
import type { Document } from './reply.ts'

type Channel = 'mowas' | 'dwd'

/** Warnings of the federation below `/warnung/api31`: lists by channel and for Hamburg, each warning, and its outline. */
export function serveNina(path: string, context: Context): Document | undefined {
	const [, channel] = /^\/api31\/([a-z]+)\/mapData\.json$/.exec(path) ?? []
	if (channel !== undefined) return json(channelList(channel, context))
	if (path === '/api31/dashboard/020000000000.json') return json(inForce(context).map((one) => dashboardItem(one, context)))
	const [, id = '', form] = /^\/api31\/warnings\/([^/]+)\.(json|geojson)$/.exec(path) ?? []
	const found = inForce(context).find((one) => idsOf(one, context).includes(decodeURIComponent(id)))
	if (!found) return undefined
	return json(form === 'json' ? detailsOf(found, decodeURIComponent(id), context) : outlineOf(found.bulletin, decodeURIComponent(id)))
}

function inForce({ clock, now }: Context): readonly Listed[] {
	return [WATER, THUNDER].flatMap((bulletin) => listed(bulletin, scenarioAt(clock, now)) ?? [])
}

function channelOf({ bulletin }: Listed): Channel {
	return bulletin === WATER ? 'mowas' : 'dwd'
}

/** A warning of the weather service stands in the list under two ids, once of the map and once of the message. */
function idsOf({ bulletin, round }: Listed, { clock }: Context): readonly string[] {
	const run = Math.floor(startOf(clock) / 1_000)
	if (bulletin === WATER) return [`mow.DE-HH-UEBUNG-W-${run}-${round}-000`]
	return ['dwdmap', 'dwd'].map((prefix) => `${prefix}.2.49.0.0.276.0.DWD.PVW.${run}.${bulletin.name}.${round}.MUL`)
}

function channelList(channel: string, context: Context): readonly unknown[] {
	return inForce(context)
		.filter((one) => channelOf(one) === channel)
		.flatMap((one) => idsOf(one, context).map((id) => mapItem(one, id, context)))
}

/** MoWaS gives no end: its warnings are gone from the list when they are over. */
function mapItem(one: Listed, id: string, context: Context): unknown {
	return {
		id,
		version: one.version + 1,
		startDate: at(one.began, context),
		...(one.bulletin === THUNDER && { expiresDate: at(one.began + HOUR, context) }),
		severity: 'Minor',
		urgency: 'Immediate',
		type: 'Alert',
		i18nTitle: titleOf(one),
		transKeys: { event: 'UEBUNG' },
	}
}

function titleOf({ bulletin }: Listed): Readonly<Record<string, string>> {
	return bulletin === WATER
		? { de: 'ÜBUNG: Trinkwasser in Kirchdorf abkochen', en: 'EXERCISE: boil drinking water in Kirchdorf' }
		: { de: 'ÜBUNG: Amtliche WARNUNG vor GEWITTER', en: 'EXERCISE: official WARNING of THUNDERSTORMS' }
}

function dashboardItem(one: Listed, context: Context): unknown {
	const [, id = idsOf(one, context)[0] ?? ''] = idsOf(one, context)
	const title = titleOf(one)
	return {
		id,
		payload: {
			version: one.version + 1,
			type: 'ALERT',
			id,
			hash: `${one.bulletin.name}-${one.round}-${one.version}`,
			data: {
				headline: title['de'],
				provider: one.bulletin === WATER ? 'MOWAS' : 'DWD',
				severity: 'Minor',
				urgency: 'Immediate',
				msgType: 'Alert',
				area: { type: 'ZGEM', data: '100001' },
				valid: true,
			},
		},
		i18nTitle: title,
		sent: at(one.began, context),
		...(one.bulletin === THUNDER && { expires: at(one.began + HOUR, context) }),
	}
}

/** The text of a warning changes while its id and the time of sending stay. */
function detailsOf(one: Listed, id: string, context: Context): unknown {
	const oid = id.replace(/^dwd(?:map)?\./, '').replace(/\.MUL$/, '')
	const code = [`DVN:${one.version + 1}`, ...(one.bulletin === THUNDER ? [`id:${oid}`] : [])]
	return {
		identifier: id,
		sender: one.bulletin === WATER ? 'uebung-DE-HH@lagebild.example' : 'uebung-opendata@lagebild.example',
		sent: at(one.began, context),
		status: 'Exercise',
		msgType: 'Alert',
		scope: 'Public',
		code,
		info: Object.entries(titleOf(one)).map(([language, headline]) => infoOf(one, { language, headline, context })),
	}
}

type Info = { readonly language: string; readonly headline: string; readonly context: Context }

function infoOf({ bulletin, began, version }: Listed, { language, headline, context }: Info): unknown {
	const water = bulletin === WATER
	return {
		language,
		category: [water ? 'Health' : 'Met'],
		event: water ? 'Gefahreninformation' : 'GEWITTER',
		responseType: ['Monitor'],
		urgency: 'Immediate',
		severity: 'Minor',
		certainty: 'Observed',
		...(!water && {
			eventCode: [{ valueName: 'II', value: '31' }],
			onset: at(began, context),
			expires: at(began + HOUR, context),
		}),
		senderName: water ? 'ÜBUNG Behörde für Inneres Hamburg' : 'ÜBUNG Deutscher Wetterdienst',
		headline,
		description: `${headline}.<br/>${version === 1 ? 'Stand: &quot;Proben sind genommen&quot;.' : 'Stand: Ursache unbekannt.'}`,
		area: [{ areaDesc: water ? 'Hamburg-Kirchdorf' : 'Unterelbe bei Hamburg' }],
	}
}

/** Two features of one warning are one outline. */
function outlineOf({ name, outline }: Bulletin, warnId: string): unknown {
	const [first, second, third, last] = outline
	const middle = [average(first?.[0], second?.[0]), first?.[1]]
	const top = [middle[0], third?.[1]]
	const rings = [
		[first, middle, top, last, first],
		[middle, second, third, top, middle],
	]
	const features = rings.map((ring) => ({
		type: 'Feature',
		properties: { warnId, style: name },
		geometry: { type: 'Polygon', coordinates: [ring] },
	}))
	return { type: 'FeatureCollection', features }
}

function average(a = 0, b = 0): number {
	return Math.round(((a + b) / 2) * 1e5) / 1e5
}

function at(scenario: number, { clock }: Context): string {
	return localIso(Math.floor(wallAt(clock, scenario) / MINUTE) * MINUTE)
}
