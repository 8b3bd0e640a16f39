import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception } from '../adapter.ts'
import { CotOptions } from './options.ts'
import { openCot } from './reader.ts'

export const cot = defineAdapter<CotOptions>({
	name: 'cot',
	standard: 'Cursor on Target 2.0 (MITRE MP090284, event schema 2.0) and TAK protocol version 1 (protobuf), https://tak.gov',
	options: CotOptions,
	describe: () => ({
		mode: 'delta',
		everyMs: 60_000,
		silentMs: 15 * 60_000,
		key: 'uid',
		version: 'time',
		endRule: 't-x-d-d and b-a-o-can; stale greys out and ends nothing',
		geometryFrom: 'point; of routes and drawings the vertices in link, polyline or ellipse',
	}),
	documents: (url) => [{ url, document: 'events' }],
	parse,
})

function parse(message: Uint8Array, reception: Reception, options: CotOptions): Parsed {
	return openCot({ feed: reception.feed, options }).document(message)
}
