import type { FollowUp, Reception } from '../adapter.ts'
import type { PegelonlineOptions } from './options.ts'

const INCLUDES = ['includeTimeseries', 'includeCurrentMeasurement', 'includeCharacteristicValues']

/** The station list with everything that is needed, from the address of the service, of the list, or of a filtered list. */
export function stationsUrl(configured: string): string {
	const url = new URL(configured)
	if (!url.pathname.endsWith('.json')) url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/stations$/, '')}/stations.json`
	for (const name of INCLUDES) if (!url.searchParams.has(name)) url.searchParams.set(name, 'true')
	return url.href
}

/** What a follow-up document holds, written into its name because the document itself does not say it. */
export type SeriesDocument = {
	readonly type: 'history' | 'forecast'
	/** Native key of the sensor that the values belong to. */
	readonly native: string
	/** First day of the zero that the sensor shows. */
	readonly validFrom?: string
}

export type SeriesAddress = SeriesDocument & { readonly uuid: string; readonly series: string }

export function seriesFollowUp(stations: string, address: SeriesAddress, options: PegelonlineOptions): FollowUp {
	const { type, native, validFrom, uuid, series } = address
	const url = new URL(stations)
	url.pathname = `${url.pathname.replace(/\/stations(?:\/.*|\.json)?$/, '')}/stations/${uuid}/${encodeURIComponent(series)}/measurements.json`
	url.search = type === 'history' ? `?start=${options.historyPeriod}` : ''
	const document = `${type}:${native}${validFrom === undefined ? '' : `@${validFrom}`}`
	return { url: url.href, document, ...(type === 'history' && { once: true }) }
}

const DOCUMENT = /^(history|forecast):([^@]+)(?:@(\d{4}-\d{2}-\d{2}))?$/
const MEASUREMENTS = /\/stations\/([\w-]{1,64})\/([^/]{1,120})\/measurements\.json/

/** Reads the name of a document, or else the address that it came from. */
export function seriesDocument(reception: Pick<Reception, 'document' | 'url'>, options: PegelonlineOptions): SeriesDocument | undefined {
	return fromName(reception.document ?? '') ?? fromAddress(reception.url ?? '', options)
}

function fromName(document: string): SeriesDocument | undefined {
	const [, type, native, validFrom] = DOCUMENT.exec(document) ?? []
	if (type === undefined || native === undefined) return undefined
	return { type: type === 'history' ? 'history' : 'forecast', native, ...(validFrom !== undefined && { validFrom }) }
}

function fromAddress(url: string, options: PegelonlineOptions): SeriesDocument | undefined {
	const [, uuid, series] = MEASUREMENTS.exec(url) ?? []
	if (uuid === undefined || series === undefined) return undefined
	return options.forecastSeries.includes(series)
		? { type: 'forecast', native: `${uuid}.W` }
		: { type: 'history', native: `${uuid}.${decode(series)}` }
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}
