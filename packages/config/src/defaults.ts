import { BasemapConfig, FeedConfig } from './schema.ts'

const PEGELONLINE = new URL('https://www.pegelonline.wsv.de/webservices/rest-api/v2/stations.json')
PEGELONLINE.search = new URLSearchParams({
	waters: 'ELBE',
	includeTimeseries: 'true',
	includeCurrentMeasurement: 'true',
	includeCharacteristicValues: 'true',
}).toString()

/** St. Pauli, Blankenese, Seemannshöft, Bunthaus: their last day is fetched at a start, so that the curve does not begin with a blank. */
const HAMBURG_GAUGES = [
	'd488c5cc-4de9-4631-8ce1-0db0e700b546',
	'bacb459b-0f24-4233-bb35-cd224a51678e',
	'816affba-0118-4668-887f-fb882ed573b2',
	'ae1b91d0-e746-4f65-9f64-2d2e23603a82',
]

/** Public feeds of the real world around Hamburg; a configuration with `feeds` replaces them all. */
export const DEFAULT_FEEDS: readonly FeedConfig[] = FeedConfig.array().parse([
	{
		id: 'pegelonline',
		name: 'PEGELONLINE Elbe',
		format: 'pegelonline',
		url: PEGELONLINE.href,
		operation: 'base',
		everySeconds: 60,
		options: { history: HAMBURG_GAUGES },
		attribution: 'Wasserstraßen- und Schifffahrtsverwaltung des Bundes (WSV), PEGELONLINE',
		licence: 'DL-DE-Zero-2.0',
	},
	{
		id: 'meteoalarm',
		name: 'MeteoAlarm Deutschland (DWD)',
		format: 'cap',
		url: 'https://feeds.meteoalarm.org/feeds/meteoalarm-legacy-atom-germany',
		operation: 'base',
		everySeconds: 120,
		attribution: 'Deutscher Wetterdienst, EUMETNET MeteoAlarm',
		licence: 'CC-BY-4.0',
	},
])

const BASEMAP_DE = 'https://sgx.geodatenzentrum.de/wmts_basemapde/tile/1.0.0'

/** The first one is shown first. Row before column, and basemap.de wants the zoom with two digits. */
export const DEFAULT_BASEMAPS: readonly BasemapConfig[] = BasemapConfig.array().parse([
	{
		id: 'basemap-grau',
		name: 'basemap.de Grau',
		url: `${BASEMAP_DE}/de_basemapde_web_raster_grau/default/GLOBAL_WEBMERCATOR/{z2}/{y}/{x}.png`,
		attribution: '© basemap.de / BKG, CC BY 4.0',
	},
	{
		id: 'basemap-farbe',
		name: 'basemap.de Farbe',
		url: `${BASEMAP_DE}/de_basemapde_web_raster_farbe/default/GLOBAL_WEBMERCATOR/{z2}/{y}/{x}.png`,
		attribution: '© basemap.de / BKG, CC BY 4.0',
	},
	{
		id: 'topplus-grau',
		name: 'TopPlusOpen Grau',
		url: 'https://sgx.geodatenzentrum.de/wmts_topplus_open/tile/1.0.0/web_grau/default/WEBMERCATOR/{z}/{y}/{x}.png',
		attribution: '© BKG, TopPlusOpen, dl-de/by-2-0',
		maxZoom: 18,
	},
])
