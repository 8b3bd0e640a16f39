import { BlockList, isIPv6 } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'

/** What a network of one's own may use (RFC 1918, 3927, 4193, 4291); the local authority can vouch for nothing else. */
export const PRIVATE_RANGES = [
	'10.0.0.0/8',
	'172.16.0.0/12',
	'192.168.0.0/16',
	'169.254.0.0/16',
	'127.0.0.0/8',
	'fc00::/7',
	'fe80::/10',
	'::1/128',
] as const

const PRIVATE = listOf(PRIVATE_RANGES)
const LINK_LOCAL = listOf(['fe80::/10'])
const LOOPBACK = ['127.0.0.1', '::1'] as const

type Interfaces = Readonly<Record<string, readonly Pick<NetworkInterfaceInfo, 'address' | 'internal'>[] | undefined>>

/** Private addresses under which other machines reach this one, in a fixed order. Link-local IPv6 is left out: browsers take no zone. */
export function reachableAddresses(interfaces: Interfaces): readonly string[] {
	const all = Object.values(interfaces).flatMap((list) => list ?? [])
	const own = all.filter(({ address, internal }) => !internal && isPrivate(address)).map(({ address }) => plain(address))
	return [...new Set(own)].toSorted()
}

/** All that a certificate names beside the host name. */
export function certifiedAddresses(interfaces: Interfaces): readonly string[] {
	return [...LOOPBACK, ...reachableAddresses(interfaces)]
}

function isPrivate(address: string): boolean {
	const bare = plain(address)
	if (!isIPv6(bare)) return PRIVATE.check(bare)
	return PRIVATE.check(bare, 'ipv6') && !LINK_LOCAL.check(bare, 'ipv6')
}

function listOf(ranges: readonly string[]): BlockList {
	const list = new BlockList()
	for (const range of ranges) {
		const [network = '', bits] = range.split('/')
		list.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4')
	}
	return list
}

/** Without the zone of IPv6 (`%eth0`). */
function plain(address: string): string {
	return address.replace(/%.*$/, '')
}
