/** Is the address of this page one that no other machine reaches? */
export function isOnlyHere(host: string = location.hostname): boolean {
	return host === 'localhost' || host.endsWith('.localhost') || isOwnNumber(host)
}

function isOwnNumber(host: string): boolean {
	return host === '[::1]' || host.startsWith('127.')
}

/** This page under the name by which this very machine has passkeys; absent where it has a name already, or is another machine's. */
export function namedAddress(href: string = location.href): string | undefined {
	const address = new URL(href)
	if (!isOwnNumber(address.hostname)) return undefined
	address.hostname = 'localhost'
	return address.href
}
