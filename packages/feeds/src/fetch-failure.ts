import { OutboundRefusal } from '@lagebild/outbound/guard.ts'

/** Remembers at which address it happened: after a redirect another one than was asked for. */
export class StepFailure extends Error {
	readonly url: string

	constructor(url: string, cause: unknown) {
		super('the request failed', { cause })
		this.url = url
	}
}

/** What the system's codes mean, for somebody who runs a feed and not a network stack. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
	['ENOTFOUND', 'the name cannot be resolved'],
	['EAI_AGAIN', 'no name server answers'],
	['ECONNREFUSED', 'nobody listens there'],
	['ECONNRESET', 'the connection was cut'],
	['EHOSTUNREACH', 'there is no way to the host'],
	['ENETUNREACH', 'there is no way to the network'],
	['ETIMEDOUT', 'the host does not answer'],
	['EPIPE', 'the connection was cut'],
	['UND_ERR_SOCKET', 'the connection was cut'],
	['UND_ERR_CONNECT_TIMEOUT', 'the host does not answer'],
	['UND_ERR_HEADERS_TIMEOUT', 'the host accepts and says nothing'],
	['UND_ERR_BODY_TIMEOUT', 'the answer stopped half way'],
	['CERT_HAS_EXPIRED', 'the certificate has expired'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'the certificate is signed by nobody'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'the certificate is signed by nobody known'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'the certificate is for another name'],
])

/** One line for the health of a feed: `ENOTFOUND www.example.org: the name cannot be resolved`. */
export function describeFailure(error: unknown, url: string): string {
	const causes = causesOf(error)
	const refusal = causes.find((cause) => cause instanceof OutboundRefusal)
	if (refusal) return refusal.message
	const code = causes.flatMap((cause) => codeOf(cause) ?? [])[0]
	const at = error instanceof StepFailure ? error.url : url
	const host = URL.parse(at)?.host ?? at
	if (code === undefined) return `${host}: ${causes.at(-1)?.message ?? 'the request failed'}`.slice(0, 300)
	const meaning = MEANINGS.get(code)
	return `${code} ${host}${meaning === undefined ? '' : `: ${meaning}`}`
}

/** The error, what it wraps, and the parts of an aggregate, at most a few. */
function causesOf(error: unknown, depth = 0): readonly Error[] {
	if (!(error instanceof Error) || depth > 4) return []
	const inner = error instanceof AggregateError ? error.errors.flatMap((part: unknown) => causesOf(part, depth + 1)) : []
	return [error, ...causesOf(error.cause, depth + 1), ...inner]
}

function codeOf(error: Error): string | undefined {
	return 'code' in error && typeof error.code === 'string' && /^[A-Z]/.test(error.code) ? error.code : undefined
}
