/** First bytes of what is fetched or saved instead of the document that was meant. */
const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly is: string }[] = [
	{ bytes: [0x1f, 0x8b], is: 'it is packed by gzip and must be unpacked first' },
	{ bytes: [0x50, 0x4b, 3, 4], is: 'it is a zip archive' },
	{ bytes: [0x89, 0x50, 0x4e, 0x47], is: 'it is an image' },
	{ bytes: [0xff, 0xd8, 0xff], is: 'it is an image' },
	{ bytes: [0x47, 0x49, 0x46, 0x38], is: 'it is an image' },
	{ bytes: [0x25, 0x50, 0x44, 0x46], is: 'it is a PDF' },
]

const WEB_PAGE = /^(?:\u00EF\u00BB\u00BF)?\s*<(?:!doctype html|html)\b/i
const HEAD = 200

/** What a document is that a format cannot read, in words that go on after a semicolon; undefined when its first bytes do not say. */
export function natureOf(bytes: Uint8Array): string | undefined {
	const head = String.fromCharCode(...bytes.subarray(0, HEAD))
	if (bytes.length <= HEAD && head.trim() === '') return 'it is empty'
	if (WEB_PAGE.test(head)) return 'it is a web page, such as servers send instead of an answer when something is wrong'
	return SIGNATURES.find((one) => one.bytes.every((byte, i) => bytes[i] === byte))?.is
}

/** A fault in words, with what the document is instead when that can be told. */
export function withNature(message: string, bytes: Uint8Array): string {
	const nature = natureOf(bytes)
	return nature === undefined ? message : `${message}; ${nature}`
}
