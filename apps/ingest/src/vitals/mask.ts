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

type Secretive = {
	readonly url: string
	readonly key: string
	readonly stream?: { readonly backfill?: { readonly url: string } | undefined } | undefined
}

/** What the addresses and the key of a feed hold that nobody else may read, in each form in which others may say it. */
export function secretsOf({ url, key, stream }: Secretive): readonly string[] {
	const found = [key, ...secretsIn(url), ...secretsIn(stream?.backfill?.url ?? '')]
	const forms = found.flatMap((secret) => [secret, encodeURIComponent(secret), decoded(secret)])
	return [...new Set(forms)].filter(({ length }) => length >= 4).toSorted((a, b) => b.length - a.length)
}

function secretsIn(address: string): readonly string[] {
	const url = URL.parse(address)
	if (!url) return []
	const parameters = [...url.searchParams].flatMap(([name, value]) => (SECRET.test(name) ? [value] : []))
	const basic = Buffer.from(`${decoded(url.username)}:${decoded(url.password)}`).toString('base64')
	return [...parameters, ...(url.password === '' ? [] : [url.password, basic])]
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text)
	} catch {
		return text
	}
}

/** What a document said, without the secrets that it repeats. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
	return secrets.reduce((said, secret) => said.replaceAll(secret, HIDDEN), text)
}

/** Words of others about a feed: addresses in them are masked, and what is secret of this feed is not in them. */
export function masked(text: string, secrets: readonly string[]): string {
	return withoutSecrets(text.replaceAll(ADDRESS, maskedAddress), secrets)
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
