/** UUID version 7 (RFC 9562): sorts by the time at which it was made. */
export function uuid7(ms: number, random: Uint8Array = crypto.getRandomValues(new Uint8Array(10))): string {
	const time = ms.toString(16).padStart(12, '0').slice(-12)
	const [a = 0, b = 0, c = 0, d = 0, ...rest] = random
	const hex = [(a & 0x0f) | 0x70, b, (c & 0x3f) | 0x80, d, ...rest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
	return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`
}
