import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception } from '../adapter.ts'
import { joined, rejected } from '../parsed.ts'
import { rawBytes } from '../text.ts'
import { readXml } from '../xml/read.ts'
import type { XmlLimits } from '../xml/tree.ts'
import { childrenOf, textOf } from '../xml/walk.ts'
import { parseAlert } from './alert.ts'
import { alertsIn } from './envelope.ts'
import type { Carried } from './envelope.ts'
import { isIndex, parseIndex } from './listing.ts'
import { CapOptions, GERMANY } from './options.ts'
import type { Expected } from './shape.ts'

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
		endRule: 'expires, Cancel, an all-clear, or an Update that references it; absence from the index means nothing',
		geometryFrom: 'polygon and circle; areas that give codes only have no geometry',
	}),
	documents: (url) => [{ url, document: 'index' }],
	parse,
})

/** An index grows with the storm, and a message carries sounds and maps: on the worst day both must still be read. */
const LIMITS: XmlLimits = { bytes: 5_000_000, nodes: 100_000 }

function parse(message: Uint8Array, reception: Reception, options: CapOptions): Parsed {
	const read = readXml(message, LIMITS)
	if (!read.ok) return rejected(read.fault)
	const root = read.value
	const parseOne = (carried: Carried): Parsed => parseCarried(carried, reception, options)
	if (isIndex(root)) return parseIndex(root, reception, parseOne)
	const alerts = alertsIn(root)
	if (alerts.length > 0) return joined(alerts.map(parseOne))
	const reject = { reason: 'not-cap', message: `<${root.name.slice(0, 60)}> is neither a message nor an index of messages` }
	return rejected({ ...reject, raw: rawBytes(message) })
}

function parseCarried({ alert, envelope }: Carried, { feed }: Reception, { languages, within }: CapOptions): Parsed {
	const expected: Expected = within ? { box: within, certain: true } : { box: GERMANY, certain: isGerman(alert) }
	return parseAlert(alert, { feed, languages, expected, envelope })
}

/** Whether the message itself bears out that its places are in Germany. */
function isGerman(alert: Carried['alert']): boolean {
	const german = childrenOf(alert, 'info').some((info) => /^de/i.test(textOf(info, 'language') ?? ''))
	return german || /\.de$/i.test(textOf(alert, 'sender') ?? '') || (textOf(alert, 'identifier') ?? '').startsWith('2.49.0.0.276.')
}
