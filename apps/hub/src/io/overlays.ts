import { readFile } from 'node:fs/promises'

import { overlayFile } from '@lagebild/config/overlays.ts'
import type { OverlayConfig } from '@lagebild/config/overlays.ts'
import { printable } from '@lagebild/model/printable.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { guardedFetch } from '@lagebild/outbound/guarded-fetch.ts'

import { tileAddress } from './basemap-probe.ts'

/** What is wrong with an overlay: a word that stays the same, and what more there is to say. */
export type OverlayFault = {
	readonly code: 'unreachable' | 'status' | 'not-image' | 'not-geojson' | 'too-large' | 'no-file'
	readonly detail: string
}

export type OverlayState = { readonly id: string; readonly fault?: OverlayFault }

/** The overlays as this machine sees them: a browser learns of a tile only that it did not come, and not why. */
export type Overlays = {
	/** How each of them is, at most a minute old. */
	readonly states: () => Promise<readonly OverlayState[]>
	/** The GeoJSON of one of that type, at most five minutes old; undefined: there is none of this name. */
	readonly content: (id: string) => Promise<Result<string, OverlayFault>> | undefined
}

const STATE_MS = 60_000
const CONTENT_MS = 300_000
const PATIENCE_MS = 5_000
const MOST_BYTES = 20_000_000

type Asked<T> = { readonly at: number; readonly answer: Promise<T> }

export function createOverlays(overlays: readonly OverlayConfig[], now: () => number): Overlays {
	const contents = new Map<string, Asked<Result<string, OverlayFault>>>()
	let states: Asked<readonly OverlayState[]> | undefined
	const contentOf = (overlay: OverlayConfig) => {
		const known = contents.get(overlay.id)
		if (known && now() - known.at < CONTENT_MS) return known.answer
		const asked = { at: now(), answer: geojsonOf(overlay) }
		contents.set(overlay.id, asked)
		/** What failed is asked for again as soon as somebody wants it. */
		void asked.answer.then(({ ok: came }) => came || contents.delete(overlay.id))
		return asked.answer
	}
	const stateOf = async (overlay: OverlayConfig): Promise<OverlayState> => {
		const answer = overlay.type === 'geojson' ? await contentOf(overlay) : await imageOf(overlay)
		return { id: overlay.id, ...(!answer.ok && { fault: answer.fault }) }
	}
	return {
		states: () => {
			if (!states || now() - states.at > STATE_MS) states = { at: now(), answer: Promise.all(overlays.map(stateOf)) }
			return states.answer
		},
		content: (id) => {
			const overlay = overlays.find((one) => one.id === id && one.type === 'geojson')
			return overlay && contentOf(overlay)
		},
	}
}

async function geojsonOf(overlay: OverlayConfig): Promise<Result<string, OverlayFault>> {
	const file = overlayFile(overlay)
	const text = file === undefined ? await fetched(overlay, overlay.url) : await readText(file)
	if (!text.ok) return text
	return isGeojson(text.value.text) ? ok(text.value.text) : fail({ code: 'not-geojson', detail: text.value.type })
}

type Came = { readonly text: string; readonly type: string }

async function readText(file: string): Promise<Result<Came, OverlayFault>> {
	try {
		const bytes = await readFile(file)
		if (bytes.length > MOST_BYTES) return fail({ code: 'too-large', detail: String(bytes.length) })
		return ok({ text: bytes.toString('utf8'), type: '' })
	} catch (error) {
		return fail({ code: 'no-file', detail: errorText(error) })
	}
}

function isGeojson(text: string): boolean {
	try {
		const value: unknown = JSON.parse(text)
		return (
			typeof value === 'object' && value !== null && 'type' in value && (value.type === 'FeatureCollection' || value.type === 'Feature')
		)
	} catch {
		return false
	}
}

async function imageOf(overlay: Exclude<OverlayConfig, { type: 'geojson' }>): Promise<Result<Came, OverlayFault>> {
	const address = overlay.type === 'wms' ? mapAddress(overlay) : tileAddress(overlay.url)
	const came = await fetched(overlay, address)
	return came.ok && !came.value.type.startsWith('image/') ? fail({ code: 'not-image', detail: came.value.type }) : came
}

/** The square of Hamburg's harbour at zoom 10, in metres of EPSG:3857. */
const HARBOUR = [1_095_801, 7_083_479, 1_134_937, 7_122_615]

function mapAddress({ url, layers, format }: Extract<OverlayConfig, { type: 'wms' }>): string {
	const address = new URL(url)
	const asked = {
		SERVICE: 'WMS',
		VERSION: '1.3.0',
		REQUEST: 'GetMap',
		LAYERS: layers,
		STYLES: '',
		CRS: 'EPSG:3857',
		FORMAT: format,
		TRANSPARENT: 'TRUE',
		WIDTH: '64',
		HEIGHT: '64',
		BBOX: HARBOUR.join(','),
	}
	for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
	return address.href
}

/** A configured address does not lead into the house either, unless its host is allowed by name. */
async function fetched({ allowPrivateHosts }: OverlayConfig, address: string): Promise<Result<Came, OverlayFault>> {
	const outbound = guardedFetch({ allowPrivateHosts, timeoutMs: PATIENCE_MS, maxBytes: MOST_BYTES })
	try {
		const response = await outbound.fetch(address, {})
		if (!response.ok) return fail({ code: 'status', detail: String(response.status) })
		return ok({ text: await response.text(), type: response.headers.get('content-type') ?? '' })
	} catch (error) {
		return fail({ code: 'unreachable', detail: errorText(error) })
	} finally {
		await outbound.close()
	}
}

function errorText(error: unknown): string {
	return printable(error instanceof Error ? error.message : String(error))
}
