import type { IncomingMessage } from 'node:http'

import { isSecure } from './session-cookie.ts'

const HOST = /^(?:[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i

/** The address at which the person opened this hub; undefined when the Host is malformed. */
export function originOf(request: IncomingMessage): string | undefined {
	const { host } = request.headers
	return host !== undefined && HOST.test(host) ? `${isSecure(request) ? 'https' : 'http'}://${host.toLowerCase()}` : undefined
}
