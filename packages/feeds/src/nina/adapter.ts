import { defineAdapter } from '../adapter.ts'
import type { FollowUp, Parsed, Reception } from '../adapter.ts'
import { parseAlert } from '../cap/alert.ts'
import type { AlertReading } from '../cap/alert.ts'
import { hasShape } from '../cap/area.ts'
import { GERMANY } from '../cap/options.ts'
import { profileOf } from '../dwd/profile.ts'
import { contentHash, feedEntity } from '../ids.ts'
import { isObject, readJson } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { checked, joined, NOTHING, rejected } from '../parsed.ts'
import { line, rawBytes } from '../text.ts'
import { childrenOf } from '../xml/walk.ts'
import { documentsOf, outlineOf } from './addresses.ts'
import { alertElement } from './element.ts'
import { isId, keyOf } from './ids.ts'
import { itemElement } from './item.ts'
import { parseList } from './list.ts'
import { NinaOptions } from './options.ts'
import { isFeatures, outlineIn, warnedIds } from './outline.ts'
import type { Outline } from './outline.ts'

export const nina = defineAdapter<NinaOptions>({
	name: 'nina',
	standard: 'BBK NINA api31, https://nina.api.bund.dev, whose warnings are OASIS CAP 1.2 in JSON',
	options: NinaOptions,
	describe: () => ({
		mode: 'full',
		everyMs: 60_000,
		silentMs: 10 * 60_000,
		key: 'id, the same for `dwd.` and `dwdmap.`',
		version: 'sent, then DVN, and content',
		endRule: 'absence from two complete lists in a row, expires, Cancel or Update; most warnings of MoWaS have no expires',
		geometryFrom: 'the geojson of the warning; without it none',
	}),
	documents: documentsOf,
	parse,
})

/** An outline that would take longer to check than it is worth; no warning of the service comes near it. */
const MAX_OUTLINE = 800_000
const MAX_CONTEXT = 1_000_000

function parse(message: Uint8Array, reception: Reception, options: NinaOptions): Parsed {
	const json = readJson(message)
	if (!json.ok) return rejected(json.fault)
	const { value } = json
	if (Array.isArray(value)) {
		return parseList(value, reception, (item) => parseAlert(itemElement(item), { ...readingOf(reception, options), raw: item }))
	}
	if (isObject(value) && isFeatures(value)) return outlineParsed(value, message, { reception, options })
	if (isObject(value) && 'identifier' in value) return detailsParsed(value, message, { reception, options })
	return rejected({ ...foreign(value), raw: rawBytes(message) })
}

/** What the service says instead of data, in its own words where it has any. */
function foreign(value: unknown): { readonly reason: string; readonly message: string } {
	const said = isObject(value) ? (line(value['message']) ?? line(value['error'])) : undefined
	if (said !== undefined) return { reason: 'upstream-error', message: said }
	return { reason: 'not-nina', message: 'the document is no list, warning or outline of NINA' }
}

type Asked = { readonly reception: Reception; readonly options: NinaOptions }

function readingOf({ feed }: Reception, { languages, within }: NinaOptions): AlertReading {
	return { feed, languages, expected: { box: within ?? GERMANY, certain: true }, keyOf }
}

/** The warning without its outline, which a second document holds. The warning goes along with the question for it, so that both make one statement. */
function detailsParsed(details: JsonObject, message: Uint8Array, { reception, options }: Asked): Parsed {
	const parsed = detailed(details, { reception, options })
	return parsed.events.length === 0 ? parsed : { ...parsed, followUps: outlineFollows(details, message, reception) }
}

function outlineFollows(details: JsonObject, message: Uint8Array, { url }: Reception): readonly FollowUp[] {
	const outline = outlineOf(url)
	const drawn = childrenOf(alertElement(details), 'info').some((info) => childrenOf(info, 'area').some(hasShape))
	if (outline === undefined || drawn || message.length > MAX_CONTEXT) return []
	const hash = contentHash(details).slice(0, 16)
	return [{ url: outline, document: `outline ${hash}`, version: hash, context: JSON.stringify(details) }]
}

function detailed(details: JsonObject, { reception, options }: Asked, geometry?: Outline['geometry']): Parsed {
	const revision = 2 * versionOf(details) + (geometry ? 1 : 0)
	const profile = String(details['identifier']).startsWith('dwd') ? { profile: profileOf } : {}
	return parseAlert(alertElement(details), { ...readingOf(reception, options), ...profile, geometry, revision, raw: details })
}

/** Number of the data version (`DVN:20` among the codes): it rises while id and time of sending stay. */
function versionOf({ code }: JsonObject): number {
	const codes: readonly unknown[] = Array.isArray(code) ? code : [code]
	const versions = codes.flatMap((one) => (typeof one === 'string' ? (/^DVN:(\d{1,9})$/.exec(one)?.[1] ?? []) : []))
	return Math.max(0, ...versions.slice(0, 100).map(Number))
}

function outlineParsed(value: JsonObject, message: Uint8Array, { reception, options }: Asked): Parsed {
	if (message.length > MAX_OUTLINE) {
		const words = `the outline has ${message.length} bytes; the warning is kept without it`
		return rejected({ reason: 'too-many-positions', message: words, path: 'geometry', raw: rawBytes(message) })
	}
	const outline = outlineIn(value, options.within ?? GERMANY)
	const details = detailsIn(reception.context)
	if (!details) return outlineAlone(value, outline, reception)
	const parsed = outline.geometry ? detailed(details, { reception, options }, outline.geometry) : NOTHING
	return { ...parsed, rejects: outline.rejects }
}

function detailsIn(context: string | undefined): JsonObject | undefined {
	const read = context === undefined ? undefined : readJson(new TextEncoder().encode(context))
	return read?.ok && isObject(read.value) ? read.value : undefined
}

/** An outline that somebody reads by itself says where the warning is that it names. */
function outlineAlone(value: JsonObject, { geometry, rejects }: Outline, { feed }: Reception): Parsed {
	const ids = warnedIds(value).filter(isId)
	const results = geometry
		? ids
				.slice(0, 1)
				.map((id) => checked(feed, { kind: 'warning', entity: feedEntity('warning', feed, keyOf(id)), op: 'patch', geometry }, value))
		: []
	return joined([
		{ ...NOTHING, rejects },
		...results.map((result) => ('event' in result ? { ...NOTHING, events: [result.event] } : rejected(result.reject))),
	])
}
