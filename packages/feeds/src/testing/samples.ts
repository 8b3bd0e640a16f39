import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { BoundAdapter } from '../bind.ts'
import { openFormat } from '../registry.ts'

/** A sample of a format, with the options by which it is read. */
export type Sample = { readonly name: string; readonly bytes: Uint8Array; readonly options: unknown }

/** Samples by which a format is read with other options than none. Every other sample of every registered format is read as it is. */
const SHIPPED: Readonly<Record<string, string>> = {
	'autobahn-a7.json': 'autobahn-closures',
	'gdacs.json': 'gdacs',
	'gdacs.xml': 'gdacs-rss',
	'usgs.geojson': 'usgs',
	'usgs-before.geojson': 'usgs',
}
const MAPPINGS = ['buoy', 'incidents', 'trucks']

/** All samples of a registered format, those of formats registered later among them. */
export function samplesOf(format: string): readonly Sample[] {
	const folder = new URL(`../${format}/samples/`, import.meta.url)
	return readdirSync(folder)
		.filter((name) => !name.endsWith('.mapping.json'))
		.toSorted()
		.map((name) => ({ name, bytes: readFileSync(new URL(name, folder)), options: format === 'mapping' ? mappingOf(name, folder) : {} }))
}

function mappingOf(name: string, folder: URL): unknown {
	const base = name.split('.')[0] ?? ''
	if (MAPPINGS.includes(base)) return { file: fileURLToPath(new URL(`${base}.mapping.json`, folder)) }
	return { shipped: SHIPPED[name] ?? (base.startsWith('mastodon') ? 'mastodon' : 'divera') }
}

/** The format as it reads a sample; anew each time, so that nothing that one remembers helps another. */
export function openSample(format: string, { name, options }: Sample): BoundAdapter {
	const opened = openFormat(format, options)
	if (!opened.ok) throw new Error(`${format} ${name}: ${JSON.stringify(opened.fault)}`)
	return opened.value
}
