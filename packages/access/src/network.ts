/**
 * Whom an address belongs to. Of IPv6 the first half alone tells it: whoever has one address has 2^64 of them. Anything else is for itself,
 * addresses of one link (`fe80::`) among them.
 */
export function networkOf(address: string): string {
	const plain = address.split('%')[0]?.toLowerCase() ?? ''
	if (!plain.includes(':') || plain.startsWith('fe80:')) return address
	const [head = '', tail] = plain.split('::')
	const groups = head === '' ? [] : head.split(':')
	const last = tail === undefined || tail === '' ? [] : tail.split(':')
	const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - last.length)
	const whole = [...groups, ...Array.from({ length: missing }, () => '0'), ...last]
	return `${whole
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':')}::/64`
}
