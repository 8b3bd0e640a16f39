import { iso } from '@lagebild/model/time.ts'

import type { FollowUp, Gap, Reception } from '../adapter.ts'
import type { PegelonlineOptions } from './options.ts'

const INCLUDES = ['includeTimeseries', 'includeCurrentMeasurement', 'includeCharacteristicValues']
const SERIES = /^(.*\/stations\/[^/]{1,200})\/([^/]{1,200}?)(?:\.json|\/[a-z]{1,40}\.json)$/

/**
 * The stations with everything that is needed, from the address of the service, of a list, of a filtered list, of one station, or of one
 * of its series, whose values alone would say neither unit nor place.
 */
export function firstDocument(configured: string): FollowUp {
	const url = new URL(configured)
	const [, station, series] = SERIES.exec(url.pathname) ?? []
	if (station === undefined || series === undefined) return { url: withIncludes(url), document: 'stations' }
	url.pathname = `${station}.json`
	url.search = ''
	return { url: withIncludes(url), document: `stations:${decode(series)}` }
}

function withIncludes(url: URL): string {
	if (!url.pathname.endsWith('.json')) url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/stations$/, '')}/stations.json`
	const includes = url.pathname.endsWith('/waters.json') ? ['includeStations', ...INCLUDES] : INCLUDES
	for (const name of includes) if (!url.searchParams.has(name)) url.searchParams.set(name, 'true')
	return url.href
}

/** The same list with its series; nothing when it was asked for them already, or cannot be asked. */
export function withSeries(url: string | undefined): FollowUp | undefined {
	const base = httpUrl(url)
	if (!base || base.searchParams.get('includeTimeseries') === 'true') return undefined
	base.searchParams.delete('includeTimeseries')
	return { url: withIncludes(base), document: 'stations' }
}

/** The series that a document of a station is about, when the configured address names one. A forecast belongs to the level. */
export function seriesWanted(document: string | undefined, { series, forecastSeries }: PegelonlineOptions): readonly string[] | undefined {
	const [, name] = /^stations:(.+)$/.exec(document ?? '') ?? []
	if (name === undefined || series) return series
	return forecastSeries.includes(name) ? ['W', name] : [name]
}

/** What a follow-up document holds, written into its name because the document itself does not say it. */
export type SeriesDocument = {
	/** `newest`: one value by itself. */
	readonly type: 'history' | 'forecast' | 'newest'
	/** Native key of the sensor that the values belong to. */
	readonly native: string
	/** First day of the zero that the sensor shows. */
	readonly validFrom?: string
}

type SeriesAddress = SeriesDocument & { readonly uuid: string; readonly series: string }

/** Time to ask for, instead of the configured period. */
type Span = { readonly since: string; readonly until: string }

/** From which list a series is asked for, and for how long back. */
export type Asked = { readonly list: string; readonly period: string; readonly span?: Span }

/** Where the values of a series are; nothing when the list came by another way than HTTP. */
export function seriesFollowUp({ type, native, validFrom, uuid, series }: SeriesAddress, { list, period, span }: Asked): FollowUp[] {
	const url = httpUrl(list)
	if (!url) return []
	url.pathname = `${url.pathname.replace(/\/(?:stations(?:\/.*|\.json)?|waters\.json)$/, '')}/stations/${uuid}/${encodeURIComponent(series)}/measurements.json`
	const asked = span ? { start: span.since, end: span.until } : { start: period }
	url.search = type === 'history' ? new URLSearchParams(asked).toString() : ''
	const document = `${type}:${native}${validFrom === undefined ? '' : `@${validFrom}`}`
	return [{ url: url.href, document, ...(type === 'history' && { once: true }) }]
}

function httpUrl(text: string | undefined): URL | undefined {
	const url = URL.parse(text ?? '')
	return url && /^https?:$/.test(url.protocol) ? url : undefined
}

/** The service keeps 31 days. */
const KEPT_MS = 31 * 86_400_000

/** The list of the stations whose values of a gap are asked for next. */
export function gapDocument({ url, since, until }: Gap): FollowUp {
	const span = `${offsetTime(Math.max(since, until - KEPT_MS))}/${offsetTime(until)}`
	return { url: firstDocument(url).url, document: `gap:${span}` }
}

function offsetTime(ms: number): string {
	return iso(ms).replace(/\.\d{3}Z$/, '+00:00')
}

export function gapIn(document: string | undefined): Span | undefined {
	const [, since, until] = /^gap:([^/]{20,30})\/([^/]{20,30})$/.exec(document ?? '') ?? []
	return since === undefined || until === undefined ? undefined : { since, until }
}

const DOCUMENT = /^(history|forecast):([^@]+)(?:@(\d{4}-\d{2}-\d{2}))?$/

/** Reads the name of a document: which values it holds. */
export function seriesDocument(document: string | undefined): SeriesDocument | undefined {
	const [, type, native, validFrom] = DOCUMENT.exec(document ?? '') ?? []
	if (type === undefined || native === undefined) return undefined
	return { type: type === 'history' ? 'history' : 'forecast', native, ...(validFrom !== undefined && { validFrom }) }
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i
const PATH = /\/stations\/([^/]{1,200})\/([^/]{1,200}?)(?:\.json|\/[a-z]{1,40}\.json)(?:[?#].*)?$/
const TOPIC = /\/([^/]{1,200})\/([^/]{1,200})$/

export type SeriesPlace =
	| { readonly type: 'series'; readonly uuid: string; readonly series: string }
	/** The address names the station by its number or name, of which only a list knows the uuid. */
	| { readonly type: 'other-key'; readonly station: string }
	| { readonly type: 'unknown' }

/** Whose series a document is that does not say so itself: from its address, or the topic of EDIS (`edis/pegelonline/…/UUID/W`). */
export function seriesPlace({ url, channel }: Pick<Reception, 'url' | 'channel'>): SeriesPlace {
	const [, station, series] = PATH.exec(url ?? '') ?? TOPIC.exec(channel ?? '') ?? []
	if (station === undefined || series === undefined) return { type: 'unknown' }
	const name = decode(station)
	return UUID.test(name) ? { type: 'series', uuid: name.toLowerCase(), series: decode(series) } : { type: 'other-key', station: name }
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}
