import { lookup } from 'node:dns'
import { connect as connectPlain, isIP, Socket } from 'node:net'
import type { LookupFunction } from 'node:net'
import { connect as connectTls } from 'node:tls'

import { authorities, bareHost, hostsOf, isPublicAddress, notPublic, OutboundRefusal } from './guard.ts'
import type { Reach } from './guard.ts'

export type Endpoint = {
	readonly host: string
	readonly port: number
	/** Absent: without TLS. `ca`: authority of its own, PEM. */
	readonly tls?: { readonly ca?: string }
}

/**
 * A connection that stays open, to an address that an operator named, without a way into the house: what a name means is judged before
 * anything is sent, and the open socket once more. It ends with an error when it is not open in time.
 */
export function guardedSocket(endpoint: Endpoint, { allowPrivateHosts, timeoutMs }: Reach): Socket {
	const host = bareHost(endpoint.host)
	const allowed = hostsOf(allowPrivateHosts).has(host)
	const isLiteral = isIP(host) !== 0
	if (!allowed && isLiteral && !isPublicAddress(host)) return refusedSocket(notPublic(host, host))
	const socket = opened({ ...endpoint, host }, allowed ? undefined : lookupPublic)
	const limit = setTimeout(() => socket.destroy(new OutboundRefusal(`no connection within ${timeoutMs / 1_000} s`)), timeoutMs)
	socket.once('connect', () => {
		if (!allowed && !isPublicAddress(socket.remoteAddress)) socket.destroy(notPublic(host, socket.remoteAddress))
	})
	socket.once(endpoint.tls ? 'secureConnect' : 'connect', () => clearTimeout(limit))
	socket.once('close', () => clearTimeout(limit))
	return socket
}

function opened({ host, port, tls }: Endpoint, named: LookupFunction | undefined): Socket {
	const options = { host, port, ...(named && { lookup: named }) }
	if (!tls) return connectPlain(options)
	return connectTls({ ...options, ...authorities(tls.ca), ...(isIP(host) === 0 && { servername: host }) })
}

function refusedSocket(error: OutboundRefusal): Socket {
	const socket = new Socket()
	process.nextTick(() => socket.destroy(error))
	return socket
}

/** Only those addresses of a name that are public; none of them: no connection is tried. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
	lookup(hostname, { ...options, all: true }, (error, found) => {
		const [first, ...rest] = error ? [] : found.filter(({ address }) => isPublicAddress(address))
		if (error) callback(error, [])
		else if (!first) callback(notPublic(hostname, found[0]?.address), [])
		else if (options.all) callback(null, [first, ...rest])
		else callback(null, first.address, first.family)
	})
}
