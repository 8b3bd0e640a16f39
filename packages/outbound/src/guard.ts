import type { Socket } from 'node:net'

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
		connect: guardedConnector(hostsOf(allowPrivateHosts), timeoutMs),
		headersTimeout: timeoutMs,
		bodyTimeout: timeoutMs,
		connections: 8,
	})
}

export function hostsOf(names: readonly string[]): ReadonlySet<string> {
	return new Set(names.map(bareHost))
}

/** Host name without the brackets of IPv6. */
export function bareHost(hostname: string): string {
	return hostname.toLowerCase().replace(/^\[|\]$/g, '')
}

function guardedConnector(allowed: ReadonlySet<string>, timeout: number): buildConnector.connector {
	const connect = buildConnector({ timeout })
	return (options, callback) => {
		connect(options, (error, socket) => {
			if (error || !socket) {
				callback(error ?? new Error('no connection'), null)
				return
			}
			if (allowed.has(bareHost(options.hostname)) || isPublic(socket)) callback(null, socket)
			else {
				socket.destroy()
				callback(new OutboundRefusal(`${options.hostname} is at ${socket.remoteAddress ?? 'no address'}, which is not public`), null)
			}
		})
	}
}

function isPublic({ remoteAddress }: Socket): boolean {
	return remoteAddress !== undefined && ipaddr.isValid(remoteAddress) && ipaddr.process(remoteAddress).range() === 'unicast'
}
