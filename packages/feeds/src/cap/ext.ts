import type { JsonValue } from '../json.ts'
import { clip, line } from '../text.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childrenOf, pairsOf, textOf, textsOf } from '../xml/walk.ts'
import { languageOf } from './info.ts'
import type { Hazard } from './info.ts'
import { signatureOf } from './signature.ts'

const HEAD = ['scope', 'source', 'restriction', 'addresses', 'note', 'references', 'incidents']
const INFO = ['event', 'urgency', 'severity', 'certainty', 'audience', 'effective', 'onset', 'expires']
const RESOURCE = ['resourceDesc', 'mimeType', 'size', 'uri', 'digest']
const MAX_TEXT = 500
const MAX_PAIRS = 60

/** What the warning's fields do not hold, in the sender's own words and per hazard, so that nothing is interpreted away. */
export function extOf(alert: XmlElement, hazards: readonly Hazard[]): JsonValue {
	const codes = textsOf(alert, 'code').flatMap((code) => line(code, MAX_TEXT) ?? [])
	const signature = signatureOf(alert)
	return {
		...(alert.space !== '' && { namespace: clip(alert.space, MAX_TEXT) }),
		...texts(alert, HEAD),
		...(codes.length > 0 && { code: codes.slice(0, MAX_PAIRS) }),
		...(signature !== undefined && { signature }),
		...(hazards.length > 0 && { infos: hazards.slice(0, 20).map(({ lead }) => infoOf(lead)) }),
	}
}

function infoOf(info: XmlElement): JsonValue {
	const areas = childrenOf(info, 'area')
	return {
		language: languageOf(info),
		...texts(info, INFO),
		...pairs('eventCode', pairsOf(info, 'eventCode')),
		...pairs('parameter', pairsOf(info, 'parameter')),
		...pairs(
			'geocode',
			areas.flatMap((area) => pairsOf(area, 'geocode')),
		),
		...resources(info),
	}
}

/** What is attached, by name and address. Nothing of it is fetched, and what stands inside (`derefUri`) is not kept. */
function resources(info: XmlElement): { [key: string]: JsonValue } {
	const found = childrenOf(info, 'resource').slice(0, 20)
	return found.length === 0 ? {} : { resource: found.map((one) => texts(one, RESOURCE)) }
}

function texts(element: XmlElement, names: readonly string[]): { [key: string]: JsonValue } {
	return Object.fromEntries(
		names.flatMap((name) => {
			const text = line(textOf(element, name), MAX_TEXT)
			return text === undefined ? [] : [[name, text]]
		}),
	)
}

/** Pairs by value name; a name that comes several times, as geocodes do, keeps all its values. Outlines are not repeated here. */
function pairs(key: string, list: readonly { readonly name: string; readonly value: string }[]): { [key: string]: JsonValue } {
	const byName = new Map<string, string[]>()
	for (const { name, value } of list.slice(0, MAX_PAIRS * 10)) {
		const values = byName.get(name) ?? []
		if (value.length <= MAX_TEXT && values.length < MAX_PAIRS) byName.set(name, [...values, value])
	}
	return byName.size === 0 ? {} : { [key]: Object.fromEntries([...byName].slice(0, MAX_PAIRS)) }
}
