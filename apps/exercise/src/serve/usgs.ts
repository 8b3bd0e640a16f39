import { BLAST, listed, QUAKE } from '../scenario/bulletins.ts'
import type { Listed } from '../scenario/bulletins.ts'
import { MINUTE, scenarioAt, startOf, wallAt } from '../scenario/clock.ts'
import type { Context } from './context.ts'
import { json } from './reply.ts'
import type { Document } from './reply.ts'

/** Earthquakes below `/usgs`, as the USGS lists those of a day. */
export function serveUsgs(path: string, context: Context): Document | undefined {
	if (path !== '/summary/all_day.geojson') return undefined
	const scenario = scenarioAt(context.clock, context.now)
	const features = [QUAKE, BLAST].flatMap((bulletin) => {
		const one = listed(bulletin, scenario)
		return one ? [featureOf(one, context)] : []
	})
	const generated = Math.floor(context.now / MINUTE) * MINUTE
	return json({
		type: 'FeatureCollection',
		metadata: { generated, url: `${context.base}/usgs${path}`, title: 'ÜBUNG', status: 200, api: '1.10.3', count: features.length },
		features,
	})
}

/** What was found first by one network becomes the event of another, and keeps both names; an explosion is taken back. */
function featureOf({ bulletin, round, version, began, said }: Listed, { clock }: Context): unknown {
	const code = `${Math.floor(startOf(clock) / 1_000)}${bulletin.name}${round}`
	const ids = bulletin === QUAKE && version === 1 ? [`us${code}`, `at${code}`] : [`us${code}`]
	return {
		type: 'Feature',
		id: ids.at(-1),
		properties: {
			...(bulletin === QUAKE ? quake(version) : blast(version)),
			time: Math.floor(wallAt(clock, began)),
			updated: Math.floor(wallAt(clock, said)),
			url: null,
			alert: null,
			tsunami: 0,
			ids: `,${ids.join(',')},`,
		},
		geometry: { type: 'Point', coordinates: [...(bulletin.outline[0] ?? []), bulletin === QUAKE ? 9.4 : 0] },
	}
}

function quake(version: 0 | 1): Readonly<Record<string, unknown>> {
	const [mag, status] = version === 0 ? [2.1, 'automatic'] : [2.3, 'reviewed']
	const place = '8 km W of Itzehoe, Germany'
	return { mag, magType: 'ml', status, place: `ÜBUNG: ${place}`, type: 'earthquake', title: `ÜBUNG: M ${mag} - ${place}` }
}

function blast(version: 0 | 1): Readonly<Record<string, unknown>> {
	const place = '2 km N of Lägerdorf, Germany'
	const status = version === 0 ? 'automatic' : 'deleted'
	return { mag: null, magType: null, status, place: `ÜBUNG: ${place}`, type: 'quarry blast', title: `ÜBUNG: M ? Quarry Blast - ${place}` }
}
