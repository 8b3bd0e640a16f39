import { iso } from '@lagebild/model/time.ts'

import type { FollowUp, Gap } from '../adapter.ts'
import type { SensorThingsOptions } from './options.ts'
import { nameOf } from './stream-id.ts'
import type { StreamId } from './stream-id.ts'

const MAX_URL = 8_000

const NEWEST = 'Observations($top=1;$orderby=phenomenonTime desc;$expand=FeatureOfInterest)'
const WHOSE = 'Thing($expand=Locations),ObservedProperty'

/** What each sort of address must bring along, so that one answer says everything. */
const EXPAND: ReadonlyMap<string, string> = new Map([
	['Things', `Locations,Datastreams($expand=ObservedProperty,${NEWEST})`],
	['Datastreams', `${WHOSE},${NEWEST}`],
	['MultiDatastreams', `Thing($expand=Locations),ObservedProperties,${NEWEST}`],
	['Observations', `Datastream($expand=${WHOSE}),FeatureOfInterest`],
])

/** The address of the service itself, `https://iot.hamburg.de/v1.1`, out of any address below it. */
export function serviceOf(url: string): string | undefined {
	const parsed = URL.parse(url)
	if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined
	const [head] = /^.*?\/v\d{1,2}\.\d{1,2}(?=\/|$)/.exec(parsed.pathname) ?? []
	const path = head ?? parsed.pathname.replace(/\/(?:Things|Datastreams|MultiDatastreams|Observations)\b.*$/, '')
	return `${parsed.origin}${path.replace(/\/+$/, '')}`
}

/** The first addresses, from that of the service, of a collection, or of one entity; a query that was written stays. */
export function documentsOf(url: string, options: SensorThingsOptions): readonly FollowUp[] {
	const parsed = URL.parse(url)
	if (!parsed || !/^https?:$/.test(parsed.protocol)) return [{ url, document: 'message' }]
	const [, collection, single] =
		/\/(Things|Datastreams|MultiDatastreams|Observations)(\((?:'[^']{0,200}'|[^()]{0,200})\))?\/?$/.exec(parsed.pathname) ?? []
	if (collection !== undefined) return [{ url: withQuery(url, queryOf(collection, single !== undefined, options)), document: 'entities' }]
	const sorts = ['Datastreams', ...(options.multi ? ['MultiDatastreams'] : [])]
	const service = `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`
	return sorts.map((sort) => ({
		url: withQuery(`${service}/${sort}${parsed.search}`, queryOf(sort, false, options)),
		document: 'entities',
	}))
}

type Query = readonly (readonly [name: string, value: string])[]

function queryOf(collection: string, single: boolean, { filter, pageSize }: SensorThingsOptions): Query {
	const streams = collection.endsWith('Datastreams')
	return [
		['$expand', EXPAND.get(collection) ?? ''],
		...(single ? [] : ([['$top', String(pageSize)]] as const)),
		...(filter !== undefined && streams && !single ? ([['$filter', filter]] as const) : []),
	]
}

/** Spaces as `%20`: not every service reads a plus sign as one. */
function withQuery(url: string, query: Query): string {
	const [head = '', search = ''] = url.split('#')[0]?.split(/\?(.*)/s) ?? []
	const known = new URLSearchParams(search)
	const added = query.filter(([name]) => !known.has(name)).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
	return `${head}?${[...(search === '' ? [] : [search]), ...added].join('&')}`
}

/**
 * Where a link of an answer leads. Only what follows the service's own address is taken from it: services behind a proxy write `http://` or the name
 * of a machine inside, and content sends nobody to another host.
 */
export function followed(link: unknown, from: string | undefined): string | undefined {
	const service = serviceOf(from ?? '')
	const target = typeof link === 'string' && link.length <= MAX_URL ? URL.parse(link, from) : null
	if (service === undefined || !target) return undefined
	const [, rest] = /\/v\d{1,2}\.\d{1,2}(\/.*)?$/.exec(target.pathname) ?? []
	const path = rest === undefined ? `${new URL(service).origin}${target.pathname}` : `${service}${rest}`
	return `${path}${target.search}`
}

/** What a datastream is, with the place of its Thing. */
export function descriptionOf(service: string, id: StreamId): FollowUp {
	const expand = id.multi ? 'Thing($expand=Locations),ObservedProperties' : WHOSE
	return { url: withQuery(`${service}/${addressed(id)}`, [['$expand', expand]]), document: 'description' }
}

/** The datastreams of a Thing that came without them. */
export function streamsOfThing(service: string, literal: string): string {
	return withQuery(`${service}/Things(${encodeURIComponent(literal)})/Datastreams`, [['$expand', `ObservedProperty,${NEWEST}`]])
}

function addressed(id: StreamId): string {
	return nameOf({ ...id, literal: encodeURIComponent(id.literal) })
}

/** More datastreams than these are asked for all at once. */
const MOST_SINGLE = 50
const PAGE = 1_000

/** The observations of a gap, oldest first: of each datastream that was heard of, or of the whole service with all that says what they are. */
export function backfillOf({ url, since, until }: Gap, known: readonly StreamId[], options: SensorThingsOptions): readonly FollowUp[] {
	const service = serviceOf(url) ?? url
	const span = `phenomenonTime ge ${iso(since)} and phenomenonTime le ${iso(until)}`
	const paged: Query = [
		['$orderby', 'phenomenonTime asc'],
		['$top', String(PAGE)],
	]
	if (known.length > 0 && known.length <= MOST_SINGLE && options.backfillFilter === undefined) {
		return known.map((id) => ({
			url: withQuery(`${service}/${addressed(id)}/Observations`, [['$filter', span], ...paged]),
			document: 'backfill',
		}))
	}
	const filter = options.backfillFilter === undefined ? span : `(${options.backfillFilter}) and ${span}`
	const expand = `Datastream($expand=${WHOSE})`
	return [{ url: withQuery(`${service}/Observations`, [['$expand', expand], ['$filter', filter], ...paged]), document: 'backfill' }]
}
