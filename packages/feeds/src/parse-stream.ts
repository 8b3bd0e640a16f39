import type { Instant } from '@lagebild/model/time.ts'

import type { Parsed } from './adapter.ts'
import { natureOf } from './nature.ts'
import { rejected } from './parsed.ts'
import { openFormat } from './registry.ts'
import { rawBytes } from './text.ts'

export type Reading = {
	readonly received: Instant
	readonly options?: unknown
	/** Source name in the ids that come out. */
	readonly feed?: string
	/** Address that the document came from, for its relative links and for formats that say in the address what a document holds. */
	readonly url?: string
}

export type ReadDocument = {
	/** One JSON text per event or batch of measurements, one per document that a feed would fetch next, one per reject, then `{"events":n,"rejects":n}`, with `unused` where something was not taken in, and `document` where nothing was read of what is something else. */
	readonly lines: readonly string[]
	/** Events and batches of measurements. */
	readonly events: number
	readonly rejects: number
	/** False when nothing could be read: no event, no measurement, no reference to another document, but rejects. */
	readonly readable: boolean
}

/** Reads one document outside of any feed and says what would have been submitted. Never throws. */
export function parseDocument(format: string, bytes: Uint8Array, reading: Reading): ReadDocument {
	const parsed = parsedOf(format, bytes, reading)
	const said = [...parsed.events, ...parsed.measurements.map((measurements) => ({ measurements }))]
	const next = parsed.followUps.map((followUp) => ({ followUp }))
	const rejects = parsed.rejects.map((reject) => ({ reject }))
	const summary = { events: said.length, rejects: rejects.length }
	const nature = said.length === 0 ? natureOf(bytes) : undefined
	const last = {
		...summary,
		...(next.length > 0 && { followUps: next.length }),
		...(parsed.unused && { unused: parsed.unused }),
		...(nature !== undefined && { document: nature }),
	}
	return {
		lines: [...said, ...next, ...rejects, last].map((item) => JSON.stringify(item)),
		...summary,
		readable: said.length > 0 || rejects.length === 0 || parsed.followUps.length > 0,
	}
}

function parsedOf(format: string, bytes: Uint8Array, { received, options, feed = 'parse', url }: Reading): Parsed {
	const adapter = openFormat(format, options)
	if (adapter.ok) return adapter.value.parse(bytes, { feed, received, ...(url !== undefined && { url }) })
	const raw = rawBytes(bytes)
	return rejected(...adapter.fault.map(({ key, message }) => ({ reason: 'bad-configuration', message, path: key, raw })))
}
