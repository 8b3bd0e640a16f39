import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception } from '../adapter.ts'
import { joined, rejected } from '../parsed.ts'
import { rawBytes } from '../text.ts'
import { readXml } from '../xml/read.ts'
import { parseAlert } from './alert.ts'
import { alertsIn, isIndex, parseIndex } from './listing.ts'
import { CapOptions } from './options.ts'

export const cap = defineAdapter<CapOptions>({
	name: 'cap',
	standard: 'OASIS Common Alerting Protocol 1.0, 1.1 and 1.2, https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2.html',
	options: CapOptions,
	describe: () => ({
		mode: 'delta',
		everyMs: 60_000,
		silentMs: 15 * 60_000,
		key: 'identifier',
		version: 'sent and content',
		endRule: 'expires, Cancel, or an Update that references it; absence from the index means nothing',
		geometryFrom: 'polygon and circle; areas that give codes only have no geometry',
	}),
	documents: (url) => [{ url, document: 'index' }],
	parse,
})

/** An index grows with the storm: on the worst day it must still be read. */
const INDEX = { bytes: 5_000_000, nodes: 100_000 }

function parse(message: Uint8Array, reception: Reception, options: CapOptions): Parsed {
	const read = reception.document === 'index' ? readXml(message, INDEX) : readXml(message)
	if (!read.ok) return rejected(read.fault)
	const root = read.value
	if (isIndex(root)) return parseIndex(root, reception, (alert) => parseAlert(alert, reception, options))
	const alerts = alertsIn(root)
	if (alerts.length > 0) return joined(alerts.map((alert) => parseAlert(alert, reception, options)))
	const reject = { reason: 'not-cap', message: `<${root.name.slice(0, 60)}> is neither a message nor an index of messages` }
	return rejected({ ...reject, raw: rawBytes(message) })
}
