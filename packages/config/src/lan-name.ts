import { parse } from 'tldts'

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** Not in the public name system, and no less common property. */
const SHARED: ReadonlySet<string> = new Set(['local', 'internal', 'lan', 'home', 'corp', 'test', 'example', 'invalid', 'onion', 'alt'])

/** Why this machine cannot be called so in its own network, for the person who typed it. */
export function lanNameFault(name: string): string | undefined {
	return misspelt(name) ?? misleading(name)
}

function misspelt(name: string): string | undefined {
	if (parse(name).isIp) return 'is an address; a certificate and a tablet need a name'
	if (name !== name.toLowerCase()) return 'must be in lower case'
	if (name.length > 253 || !name.split('.').every((label) => LABEL.test(label)))
		return 'is not a host name: labels of letters a to z, digits and -, at most 63 characters each, joined by dots'
	return undefined
}

/** Also what an authority for this name could be abused for: under a public suffix lie the names of others. */
function misleading(name: string): string | undefined {
	if (name === 'localhost' || name.endsWith('.localhost'))
		return 'means every machine itself: a tablet would look for Lagebild on the tablet'
	if (/^\d+$/.test(name.split('.').at(-1) ?? '')) return 'would be read as an address, because it ends in a number'
	const { isIcann, publicSuffix } = parse(name)
	return SHARED.has(name) || (isIcann === true && publicSuffix === name)
		? 'is a domain under which others have their names; take one of your own, such as lagebild.home.arpa'
		: undefined
}
