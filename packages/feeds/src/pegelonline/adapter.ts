import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception } from '../adapter.ts'
import { isObject, itemsOf, readJson } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { rejected } from '../parsed.ts'
import { line, rawBytes } from '../text.ts'
import { seriesDocument, stationsUrl } from './address.ts'
import { parseMeasurements } from './measurements.ts'
import { PegelonlineOptions } from './options.ts'
import { parseStations } from './stations.ts'

export const pegelonline = defineAdapter<PegelonlineOptions>({
	name: 'pegelonline',
	standard: 'PEGELONLINE REST API v2, https://www.pegelonline.wsv.de/webservice/dokuRestapi',
	options: PegelonlineOptions,
	describe: () => ({
		mode: 'delta',
		everyMs: 60_000,
		silentMs: 45 * 60_000,
		key: 'station uuid + series shortname (+ timestamp for a value)',
		version: 'time of the poll: a late correction keeps its timestamp',
		endRule: 'never; goes stale after three times the equidistance',
		geometryFrom: 'longitude and latitude of the station; may be missing',
	}),
	documents: (url) => [{ url: stationsUrl(url), document: 'stations' }],
	parse,
})

function parse(message: Uint8Array, reception: Reception, options: PegelonlineOptions): Parsed {
	const json = readJson(message)
	if (!json.ok) return rejected(json.fault)
	const value = json.value
	if (isObject(value)) return parseObject(value, message, { reception, options })
	if (!Array.isArray(value)) return rejected({ reason: 'not-stations', message: 'the document is no list', raw: rawBytes(message) })
	const items = itemsOf(value)
	if (isStationList(items, reception.document)) return parseStations(items, { reception, options })
	const document = seriesDocument(reception, options)
	if (document) return parseMeasurements(items, document, reception)
	return rejected({ reason: 'unknown-station', message: 'values without the address that says whose they are', raw: rawBytes(message) })
}

/** A single station, or the service's way to say no: `{status, message}` with HTTP status 404, sometimes 200. */
function parseObject(value: JsonObject, message: Uint8Array, context: Parameters<typeof parseStations>[1]): Parsed {
	if ('uuid' in value) return parseStations([value], context)
	const said = line(value['message'])
	return rejected({
		reason: said === undefined ? 'not-stations' : 'upstream-error',
		message: said ?? 'the document is no list of stations',
		raw: rawBytes(message),
	})
}

function isStationList(items: readonly unknown[], document: string | undefined): boolean {
	if (document !== undefined && /^(?:history|forecast):/.test(document)) return false
	return document === 'stations' || items.length === 0 || items.some((item) => isObject(item) && 'uuid' in item)
}
