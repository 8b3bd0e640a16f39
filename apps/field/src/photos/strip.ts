/** JFIF, colour profile, and how colours are coded. */
const HARMLESS = new Set([0xe0, 0xe2, 0xee])
const START_OF_SCAN = 0xda
const COMMENT = 0xfe

/** A JPEG without what programs write beside the picture: some browsers add when and how it was made. Anything else stays as it is. */
export function withoutMetadata(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
	const kept: Uint8Array[] = [bytes.subarray(0, 2)]
	let at = 2
	for (let next = endOf(bytes, at); next !== undefined; next = endOf(bytes, at)) {
		if (!isForeign(bytes[at + 1] ?? 0)) kept.push(bytes.subarray(at, next))
		at = next
	}
	return joined([...kept, bytes.subarray(at)])
}

/** Of the segment that begins there; undefined where the picture itself begins. */
function endOf(bytes: Uint8Array, at: number): number | undefined {
	const [begin, marker, high = 0, low = 0] = bytes.subarray(at, at + 4)
	return begin === 0xff && marker !== START_OF_SCAN && at + 4 <= bytes.length ? at + 2 + high * 256 + low : undefined
}

function isForeign(marker: number): boolean {
	return marker === COMMENT || (marker >= 0xe0 && marker <= 0xef && !HARMLESS.has(marker))
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
	let place = 0
	for (const part of parts) {
		whole.set(part, place)
		place += part.length
	}
	return whole
}
