const MARKS: readonly { readonly mark: readonly number[]; readonly charset: string }[] = [
	{ mark: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
	{ mark: [0xff, 0xfe], charset: 'utf-16le' },
	{ mark: [0xfe, 0xff], charset: 'utf-16be' },
	{ mark: [0x3c, 0x00], charset: 'utf-16le' },
	{ mark: [0x00, 0x3c], charset: 'utf-16be' },
]

const DECLARATION = /^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/

/** The charset by byte order mark, then by the XML declaration, then UTF-8 (XML 1.0, appendix F). */
function charsetOf(bytes: Uint8Array): string {
	const known = isPlain(bytes) ? undefined : MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte))
	if (known) return known.charset
	const head = HEAD.decode(bytes.subarray(0, Math.min(256, bytes.indexOf(0x3e) + 1))).trimStart()
	const declared = DECLARATION.exec(head)?.[1]?.toLowerCase() ?? 'utf-8'
	return declared.startsWith('utf-16') ? 'utf-8' : declared
}

/** `<?`: there is no mark before it. */
function isPlain(bytes: Uint8Array): boolean {
	return bytes[0] === 0x3c && bytes[1] === 0x3f
}

type Decoder = Pick<InstanceType<typeof TextDecoder>, 'decode'>

const HEAD = new TextDecoder('windows-1252')
const UTF8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Text of an XML document. A file that calls itself UTF-8, or names a charset that nobody knows, and is not UTF-8 is read as
 * Windows-1252, which some warning services send: a wrong umlaut is better than a lost warning.
 */
export function decodeXml(bytes: Uint8Array): string | undefined {
	const charset = charsetOf(bytes)
	const decoder = decoderOf(charset)
	if (decoder && charset !== 'utf-8') return textIn(decoder, bytes)
	return textIn(UTF8, bytes) ?? HEAD.decode(bytes)
}

function decoderOf(charset: string): Decoder | undefined {
	if (charset === 'utf-8') return UTF8
	try {
		return new TextDecoder(charset, { fatal: true })
	} catch {
		return undefined
	}
}

function textIn(decoder: Decoder, bytes: Uint8Array): string | undefined {
	try {
		return decoder.decode(bytes)
	} catch {
		return undefined
	}
}
