import { getCACertificates } from 'node:tls'

import ipaddr from 'ipaddr.js'
import { Agent, buildConnector } from 'undici'

/** Refused by our own rules, in words for people. */
export class OutboundRefusal extends Error {}

export type Reach = {
	/** Hosts outside of public address space that may be reached, by name as written in the address. */
	readonly allowPrivateHosts: readonly string[]
	readonly timeoutMs: number
}

/**
 * Connections to addresses that an operator or a foreign document names, without a way into the house: only public unicast addresses are
 * connected to, judged by the address of the open socket, so that names, numbers and rebinding make no difference.
 */
export function guardedAgent({ allowPrivateHosts, timeoutMs }: Reach): Agent {
	return new Agent({
		connect: guardedConnector(hostsOf(allowPrivateHosts), { timeout: timeoutMs }),
		headersTimeout: timeoutMs,
		bodyTimeout: timeoutMs,
		connections: 8,
	})
}

/** The same for one answer that goes on for as long as the other side likes. */
export function guardedStreamAgent({ allowPrivateHosts, timeoutMs }: Reach, ca?: string): Agent {
	return new Agent({
		connect: guardedConnector(hostsOf(allowPrivateHosts), { timeout: timeoutMs, ...authorities(ca) }),
		headersTimeout: timeoutMs,
		bodyTimeout: 0,
		connections: 1,
	})
}

/** Authorities of the system, and one of its own (PEM). */
export function authorities(ca: string | undefined): { readonly ca?: string[] } {
	return ca === undefined ? {} : { ca: [...getCACertificates('default'), ca] }
}

export function hostsOf(names: readonly string[]): ReadonlySet<string> {
	return new Set(names.map(bareHost))
}

/** Host name without the brackets of IPv6. */
export function bareHost(hostname: string): string {
	return hostname.toLowerCase().replace(/^\[|\]$/g, '')
}

function guardedConnector(allowed: ReadonlySet<string>, how: buildConnector.BuildOptions): buildConnector.connector {
	const connect = buildConnector(how)
	return (options, callback) => {
		connect(options, (error, socket) => {
			if (error || !socket) {
				callback(error ?? new Error('no connection'), null)
				return
			}
			if (allowed.has(bareHost(options.hostname)) || isPublicAddress(socket.remoteAddress)) callback(null, socket)
			else {
				socket.destroy()
				callback(notPublic(options.hostname, socket.remoteAddress), null)
			}
		})
	}
}

export function notPublic(hostname: string, address: string | undefined): OutboundRefusal {
	return new OutboundRefusal(`${hostname} is at ${address ?? 'no address'}, which is not public`)
}

export function isPublicAddress(address: string | undefined): boolean {
	return address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}
