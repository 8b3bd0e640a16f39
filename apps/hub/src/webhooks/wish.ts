import { isIP } from 'node:net'

import { KINDS } from '@lagebild/model/kinds/names.ts'
import { bareHost, isPublicAddress } from '@lagebild/outbound/guard.ts'
import * as z from 'zod'

import { readSecret } from './sign.ts'

const MOST_URL = 2_000

/** @param allowed private hosts that may be posted to, also without TLS */
export function wishSchema(allowed: ReadonlySet<string>) {
	return z.strictObject({
		url: z
			.string()
			.max(MOST_URL)
			.superRefine((text, check) => {
				const reason = urlFault(text, allowed)
				if (reason !== undefined) check.addIssue({ code: 'custom', message: reason })
			}),
		content: z.enum(['entries', 'rows']).default('entries'),
		kinds: z.array(z.enum(KINDS)).min(1).max(KINDS.length).exactOptional(),
		batch: z.boolean().exactOptional(),
		secret: z
			.string()
			.max(100)
			.refine((text) => readSecret(text) !== undefined, { error: 'must be whsec_ and 24 to 64 bytes as base64' })
			.exactOptional(),
	})
}

export type WebhookWish = z.infer<ReturnType<typeof wishSchema>>

/** What an address says by itself; where a name leads is judged by each connection. */
function urlFault(text: string, allowed: ReadonlySet<string>): string | undefined {
	const url = URL.parse(text)
	if (!url || !['https:', 'http:'].includes(url.protocol)) return 'must begin with https://'
	if (url.username !== '' || url.password !== '' || url.hash !== '') return 'must hold no user, password or fragment'
	const host = bareHost(url.hostname)
	if (allowed.has(host)) return undefined
	if (isPrivate(host)) return `${host} is not public, and not among outbound.allowPrivateHosts`
	return url.protocol === 'http:' ? 'must begin with https://' : undefined
}

function isPrivate(host: string): boolean {
	return host === 'localhost' || (isIP(host) !== 0 && !isPublicAddress(host))
}
