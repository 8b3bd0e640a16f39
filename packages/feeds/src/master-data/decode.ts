export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
export type Decoded = { readonly text: string; readonly charset: Charset }

const MARKS: readonly { readonly mark: readonly number[]; readonly charset: Charset }[] = [
	{ mark: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
	{ mark: [0xff, 0xfe], charset: 'utf-16le' },
	{ mark: [0xfe, 0xff], charset: 'utf-16be' },
]

/** Bytes that are looked at to tell UTF-16 without a mark. */
const HEAD = 2_000

/**
 * Text of an exported list: by its byte order mark, as UTF-16 when every other byte is zero, as UTF-8 when it is that, and as
 * Windows-1252, in which German spreadsheets save "CSV". It never fails: a byte that means nothing shows as U+FFFD and its row is refused.
 */
export function decodeText(bytes: Uint8Array): Decoded {
	const charset = charsetOf(bytes)
	return { text: new TextDecoder(charset).decode(bytes).normalize('NFC'), charset }
}

function charsetOf(bytes: Uint8Array): Charset {
	const marked = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte))
	return marked?.charset ?? wideCharset(bytes) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252')
}

/** In UTF-16 nearly all of a western text has a zero in every pair: the second byte little-endian, the first big-endian. */
function wideCharset(bytes: Uint8Array): Charset | undefined {
	const head = bytes.subarray(0, HEAD)
	const zeros = [0, 0]
	for (const [index, byte] of head.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
	const [even = 0, odd = 0] = zeros
	const many = head.length / 2 / 2
	if (odd > many && even === 0) return 'utf-16le'
	return even > many && odd === 0 ? 'utf-16be' : undefined
}

function isUtf8(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes)
		return true
	} catch {
		return false
	}
}
