import { BasemapConfig, FeedConfig } from './schema.ts'

const PEGELONLINE = new URL('https://www.pegelonline.wsv.de/webservices/rest-api/v2/stations.json')
PEGELONLINE.search = new URLSearchParams({
	waters: 'ELBE',
	includeTimeseries: 'true',
	includeCurrentMeasurement: 'true',
	includeCharacteristicValues: 'true',
}).toString()

/** Public feeds of the real world around Hamburg; a configuration with `feeds` replaces them all. */
export const DEFAULT_FEEDS: readonly FeedConfig[] = FeedConfig.array().parse([
	{
		id: 'pegelonline',
		name: 'PEGELONLINE Elbe',
		format: 'pegelonline',
		url: PEGELONLINE.href,
		operation: 'base',
		everySeconds: 60,
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
