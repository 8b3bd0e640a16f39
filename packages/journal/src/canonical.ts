import canonicalize from 'canonicalize'

/** JSON by RFC 8785: one text for one value. Throws for what JSON cannot hold and for lone surrogates; admission refuses both before. */
export function canonicalText(value: unknown): string {
	const text = canonicalize(value)
	if (text === undefined) throw new TypeError('not a JSON value')
	return text
}
