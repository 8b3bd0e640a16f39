import type { Parsed, Reception } from '@lagebild/feeds/adapter.ts'
import { clip, rawBytes } from '@lagebild/feeds/text.ts'
import type { FeedSample } from '@lagebild/model/feeds-protocol.ts'
import { iso } from '@lagebild/model/time.ts'

const RAW = 65_536
const MOST = 50
/** Of all that was read out of it, as JSON. */
const MOST_BYTES = 200_000
const MOST_ROWS = 200

type Heard = { readonly bytes: Uint8Array; readonly reception: Reception; readonly parsed: Parsed }

/** A document beside what was read out of it, as much of both as somebody looks at. */
export function sampleOf({ bytes, reception, parsed }: Heard, mappingVersion: string | null): FeedSample {
	const { received, contentType, document, channel } = reception
	const budget = { left: MOST_BYTES }
	return {
		at: iso(received),
		raw: rawBytes(bytes),
		rawTruncated: bytes.length > RAW,
		contentType: contentType?.slice(0, 200) ?? null,
		document: document?.slice(0, 300) ?? null,
		channel: channel?.slice(0, 1_000) ?? null,
		mappingVersion,
		events: fitting(parsed.events, budget),
		measurements: fitting(parsed.measurements.filter(isSmall), budget),
		rejects: fitting(
			parsed.rejects.map(({ reason, message, path, raw }) => ({
				reason: clip(reason, 100),
				message: clip(message, 2_000),
				...(path !== undefined && { path: clip(path, 500) }),
				raw: clip(raw, 2_000),
			})),
			budget,
		),
	}
}

function isSmall({ observations, positions, curves = [] }: Parsed['measurements'][number]): boolean {
	const rows = [observations?.entity.length, positions?.entity.length, ...curves.map(({ times }) => times.length)]
	return rows.every((length = 0) => length <= MOST_ROWS * 5)
}

function fitting<T>(items: readonly T[], budget: { left: number }): T[] {
	return items.slice(0, MOST).filter((item) => {
		budget.left -= JSON.stringify(item).length
		return budget.left > 0
	})
}
