import type { FollowUp } from '../adapter.ts'
import type { NinaOptions } from './options.ts'

const LIST = /^(.{1,2000})\/(?:[a-z]{1,20}\/mapData|dashboard\/\d{1,12})\.json$/

/** The lists to read: the one that the address names, else those of the regions or channels below it. */
export function documentsOf(url: string, { channels, regions }: NinaOptions): readonly FollowUp[] {
	if (url.endsWith('.json')) return [{ url, document: 'list' }]
	const base = url.replace(/\/+$/, '')
	if (regions.length === 0) return channels.map((channel) => ({ url: `${base}/${channel}/mapData.json`, document: 'list' }))
	const districts = [...new Set(regions.map((region) => region.slice(0, 5).padEnd(12, '0')))]
	return districts.map((district) => ({ url: `${base}/dashboard/${district}.json`, document: 'list' }))
}

/** The warning of a list's item, at the same server; nothing when the list's own address is not known. */
export function detailsOf(id: string, listUrl: string | undefined): string | undefined {
	const base = LIST.exec(listUrl ?? '')?.[1]
	return base === undefined ? undefined : `${base}/warnings/${encodeURIComponent(id)}.json`
}

/** The outline of a warning, beside it. */
export function outlineOf(detailsUrl: string | undefined): string | undefined {
	return /\/warnings\/[^/]{1,1000}\.json$/.test(detailsUrl ?? '') ? detailsUrl?.replace(/\.json$/, '.geojson') : undefined
}
