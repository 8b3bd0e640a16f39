/** A datastream as services name it. */
export type StreamId = {
	/** Its `@iot.id` as text. */
	readonly native: string
	/** As it stands in an address: a number as it is, a text in apostrophes. */
	readonly literal: string
	readonly multi: boolean
}

const MAX_ID = 200

export function streamId(value: unknown, multi: boolean): StreamId | undefined {
	if (typeof value === 'number' && Number.isSafeInteger(value)) return { native: String(value), literal: String(value), multi }
	if (typeof value !== 'string' || value.trim() === '' || value.length > MAX_ID) return undefined
	return { native: value, literal: `'${value.replaceAll("'", "''")}'`, multi }
}

const IN_PATH = /(Multi)?Datastreams\(('(?:[^']|''){1,200}'|[^()'/]{1,200})\)/

/** The datastream in an MQTT topic or in the path of an address: `v1.1/Datastreams('a')/Observations`. */
export function streamInPath(path: string | undefined): StreamId | undefined {
	const [, multi, written = ''] = IN_PATH.exec(decoded(path ?? '')) ?? []
	if (written === '') return undefined
	const native = written.startsWith("'") ? written.slice(1, -1).replaceAll("''", "'") : written
	return { native, literal: written, multi: multi !== undefined }
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path.slice(0, 4_000))
	} catch {
		return path.slice(0, 4_000)
	}
}

/** What tells datastreams of one service apart: the two sorts count by themselves. */
export function keyOf({ native, multi }: StreamId): string {
	return multi ? `multi-${native}` : native
}

/** `Datastreams(42)`, as the service itself writes it. */
export function nameOf({ literal, multi }: StreamId): string {
	return `${multi ? 'MultiDatastreams' : 'Datastreams'}(${literal})`
}
