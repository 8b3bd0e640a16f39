/** Is the address of this page one that no other machine reaches? */
export function isOnlyHere(host: string = location.hostname): boolean {
	return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || host.startsWith('127.')
}
