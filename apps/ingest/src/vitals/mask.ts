const SECRET = /key|token|secret|pass|pwd|auth|sig|credential|session|jwt|appid|app_id|(?:^|_)code$/i
const ADDRESS = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>\\]{1,2000}/gi
const HIDDEN = '…'

/** An address as others may read it: without user and password, and without the values of parameters that let somebody in. */
export function maskedAddress(address: string): string {
	const url = URL.parse(address)
	if (!url) return address.replace(/\/\/[^/@\s]*@/, '//').split('?')[0] ?? ''
	const userless = url.href.replace(/^([a-z0-9+.-]+:\/\/)[^/?#]*@/i, '$1')
	const [before = '', ...query] = (userless.split('#')[0] ?? '').split('?')
	if (query.length === 0) return before
	const parameters = query.join('?').split('&')
	return `${before}?${parameters.map(maskedParameter).join('&')}`
}

function maskedParameter(parameter: string): string {
	const [name = ''] = parameter.split('=')
	return SECRET.test(name) && name !== parameter ? `${name}=${HIDDEN}` : parameter
}

/** What the address and the key of a feed hold that nobody else may read. */
export function secretsOf({ url, key }: { readonly url: string; readonly key: string }): readonly string[] {
	const parsed = URL.parse(url)
	const parameters = parsed ? [...parsed.searchParams].flatMap(([name, value]) => (SECRET.test(name) ? [value] : [])) : []
	const found = [key, parsed?.password ?? '', ...parameters]
	return [...new Set(found.flatMap((secret) => [secret, encodeURIComponent(secret)]))].filter(({ length }) => length >= 4)
}

/** Words of others about a feed: addresses in them are masked, and what is secret of this feed is not in them. */
export function masked(text: string, secrets: readonly string[]): string {
	const plain = text.replaceAll(ADDRESS, maskedAddress)
	return secrets.reduce((said, secret) => said.replaceAll(secret, HIDDEN), plain)
}

const MOST = 300

/** The beginning of what an upstream answered, without markup, in one line. */
export function excerptOf(text: string): string {
	const plain = text
		.slice(0, 20_000)
		.replaceAll(/<(script|style)\b[^>]{0,1000}>[\s\S]{0,10000}?<\/\1\s{0,10}>/gi, ' ')
		.replaceAll(/<[^<>]{0,1000}>/g, ' ')
		.replaceAll(/&(?:nbsp|#160);/g, ' ')
		.replaceAll(/[\p{Cc}\s\u202A-\u202E\u2066-\u2069]+/gu, ' ')
		.trim()
	return plain.length <= MOST ? plain.toWellFormed() : `${plain.slice(0, MOST - 1).toWellFormed()}…`
}
