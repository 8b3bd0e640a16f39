import path from 'node:path'

import * as z from 'zod'

const Common = {
	id: z
		.string()
		.regex(/^[a-z0-9-]{1,40}$/)
		.describe('Name by which settings mean it: a-z, 0-9 and hyphen.'),
	name: z.string().min(1).max(80).describe('Name as people see it.'),
	attribution: z.string().min(1).max(300).describe('Whom the licence asks to be named on the map while it is shown.'),
	shown: z.boolean().default(false).describe('true: shown until somebody switches it off.'),
	opacity: z.number().min(0.1).max(1).default(0.8).describe('1: nothing of the map below is seen through it.'),
	allowPrivateHosts: z
		.array(z.string().max(253))
		.default([])
		.describe('Hosts in private or loopback ranges that the hub may ask, by name as written in the address.'),
}

const Address = z
	.string()
	.regex(/^https?:\/\//)
	.max(2_000)

const Zooms = {
	minZoom: z.int().min(0).max(22).default(6).describe('Smallest zoom at which it is asked for.'),
	maxZoom: z.int().min(1).max(22).default(19).describe('Largest zoom for which it has pictures; beyond, they are enlarged.'),
}

/** What lies over the base map and under the picture, as the configuration names it. */
export const OverlayConfig = z.discriminatedUnion('type', [
	z.strictObject({
		...Common,
		type: z
			.literal('geojson')
			.describe('Lines, areas and points from a file or an address. The hub fetches it, at most every five minutes.'),
		url: z
			.string()
			.regex(/^(?:https?:\/\/|file:)/)
			.max(2_000)
			.describe('An address, or `file:` and the name of a file beside the configuration: `file:polder.geojson`.'),
	}),
	z.strictObject({
		...Common,
		...Zooms,
		type: z.literal('wms').describe('Web Map Service 1.3.0 in EPSG:3857.'),
		url: Address.describe('Address of the service without its parameters.'),
		layers: z.string().min(1).max(500).describe('Names of its layers, separated by commas.'),
		format: z.enum(['image/png', 'image/jpeg', 'image/webp']).default('image/png').describe('Of the pictures.'),
	}),
	z.strictObject({
		...Common,
		...Zooms,
		type: z.literal('wmts').describe('Web Map Tile Service, or any tiles, in EPSG:3857.'),
		url: Address.describe('Template with {z} {x} {y}; {z2} is the zoom padded to two digits.'),
	}),
])
export type OverlayConfig = z.infer<typeof OverlayConfig>

const FILE = 'file:'

/** Its file, absolute; undefined of what comes from an address. */
export function overlayFile({ url }: OverlayConfig): string | undefined {
	return url.startsWith(FILE) ? url.slice(FILE.length) : undefined
}

/** Files are meant from the folder in which the configuration stands. */
export function withOverlayFile(overlay: OverlayConfig, folder: string): OverlayConfig {
	const file = overlayFile(overlay)
	return file === undefined ? overlay : { ...overlay, url: `${FILE}${path.resolve(folder, file)}` }
}
