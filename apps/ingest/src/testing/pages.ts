import type { RequestListener } from 'node:http'

/** An upstream whose documents a test changes between polls: text, status, or nothing (the connection is cut). */
export type Pages = Record<string, string | { readonly status: number; readonly headers?: Record<string, string> } | undefined>

export function pages(content: Pages, asked: string[] = []): RequestListener {
	return (request, response) => {
		const path = (request.url ?? '').split('?')[0] ?? ''
		asked.push(path)
		const page = content[path]
		if (page === undefined) request.socket.destroy()
		else if (typeof page === 'string') tagged(request.headers['if-none-match'], page, response)
		else {
			response.writeHead(page.status, page.headers)
			response.end()
		}
	}
}

function tagged(known: string | undefined, page: string, response: Parameters<RequestListener>[1]): void {
	const etag = `"${page.length}-${page.slice(-60).replaceAll(/\W/g, '')}"`
	response.writeHead(known === etag ? 304 : 200, { etag })
	response.end(known === etag ? undefined : page)
}

export const GEO = { format: 'geojson', options: { mode: 'full' } }

export function areas(...names: string[]): string {
	const features = names.map((name) => ({ type: 'Feature', id: name, geometry: null, properties: { name } }))
	return JSON.stringify({ type: 'FeatureCollection', features })
}

export const STATION = {
	uuid: 'd488c5cc-4de9-4631-8ce1-0db0e700b546',
	shortname: 'ST. PAULI',
	timeseries: [{ shortname: 'W', unit: 'cm', equidistance: 1, currentMeasurement: { timestamp: '2026-11-21T20:59:00+01:00', value: 649 } }],
}

export function stations(value: number): string {
	const [series] = STATION.timeseries
	return JSON.stringify([
		{ ...STATION, timeseries: [{ ...series, currentMeasurement: { timestamp: '2026-11-21T20:59:00+01:00', value } }] },
	])
}

export function alert(id: string, status = 'Actual'): string {
	return `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${id}</identifier><sender>a@b</sender><sent>2026-11-21T20:00:00+01:00</sent><status>${status}</status><msgType>Alert</msgType><scope>Public</scope><info><event>Sturm ${id}</event><severity>Severe</severity></info></alert>`
}

export function atom(...ids: string[]): string {
	const entries = ids.map(
		(id) => `<entry><id>${id}</id><updated>2026</updated><link type="application/cap+xml" href="/${id}.xml"/></entry>`,
	)
	return `<feed xmlns="http://www.w3.org/2005/Atom">${entries.join('')}</feed>`
}
