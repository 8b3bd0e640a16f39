/** A whole text message of a client in fewer than 126 bytes (RFC 6455, 5.2): FIN and opcode, length with the mask bit, four bytes of mask, the text. */
const TEXT = 0x81
const MASKED = 0x80
const MASK_AT = 2
const TEXT_AT = 6
const LONGEST = 125

const [ZERO, NINE] = [0x30, 0x39]
/** `}]` */
const END = [0x7d, 0x5d] as const
/** Fewer than a number holds exactly. */
const MOST_DIGITS = 15

/** What stands before the number, as the client writes it. */
export function ackBegin(namespace: string): Uint8Array {
	return Buffer.from(`42${namespace},["ack",{"frame":`)
}

/**
 * @param size how many of the bytes came
 * @returns the number of the acknowledged frame; undefined for bytes that are not exactly one acknowledgement that begins so
 */
export function ackInBytes(bytes: Uint8Array, begin: Uint8Array, size = bytes.length): number | undefined {
	const length = size - TEXT_AT
	const digits = length - begin.length - END.length
	if (digits < 1 || digits > MOST_DIGITS || length > LONGEST) return undefined
	if (bytes[0] !== TEXT || bytes[1] !== (MASKED | length) || !says(bytes, 0, begin) || !says(bytes, length - END.length, END))
		return undefined
	return numberIn(bytes, begin.length, digits)
}

function says(bytes: Uint8Array, at: number, words: ArrayLike<number>): boolean {
	for (let i = 0; i < words.length; i++) if (unmasked(bytes, at + i) !== words[i]) return false
	return true
}

/** Decimal, without a zero before it. */
function numberIn(bytes: Uint8Array, at: number, digits: number): number | undefined {
	if (digits > 1 && unmasked(bytes, at) === ZERO) return undefined
	let number = 0
	for (let i = at; i < at + digits; i++) {
		const digit = unmasked(bytes, i)
		if (digit < ZERO || digit > NINE) return undefined
		number = number * 10 + (digit - ZERO)
	}
	return number
}

function unmasked(bytes: Uint8Array, i: number): number {
	return (bytes[TEXT_AT + i] ?? 0) ^ (bytes[MASK_AT + (i & 3)] ?? 0)
}
