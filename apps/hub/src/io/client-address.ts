import type { IncomingMessage } from 'node:http'

import proxyaddr from 'proxy-addr'

/** Address of the client of a request, as this machine sees it or, from one of these proxies, as that says it. */
export type AddressOf = (request: IncomingMessage) => string

/** @param trusted as `trustedProxies` in the configuration */
export function addressReader(trusted: readonly string[]): AddressOf {
	const trust = proxyaddr.compile([...trusted])
	return (request) => proxyaddr(request, trust)
}
