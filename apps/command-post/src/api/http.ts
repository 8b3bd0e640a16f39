import { fault, isFault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

/** What a request to the hub came to. `unreachable`: no answer, or one of a hub that is not ready. */
export type Reply =
	| { readonly state: 'ok'; readonly body: unknown }
	| { readonly state: 'unauthenticated' }
	| { readonly state: 'unreachable' }
	| { readonly state: 'refused'; readonly status: number; readonly fault?: Fault; readonly retryAfterS?: number }

const TIMEOUT_MS = 10_000

/** What goes on whatever is looked at: what was said before, and leaving. */
const ALWAYS = /\/(events|sign-out|proof)$/
let locked: () => boolean = () => false

/** Nothing is changed at the hub while this holds. */
export function lockWhile(isReplay: () => boolean): void {
	locked = isReplay
}

function isLocked(path: string): boolean {
	return locked() && !ALWAYS.test(path)
}

const LOCKED: Reply = { state: 'refused', status: 409, fault: fault('bad-state', 'Im Replay gesperrt · Locked in replay') }

/** One JSON request with the session cookie. It never throws. */
export async function ask(path: string, init: RequestInit = {}): Promise<Reply> {
	if (init.method !== undefined && isLocked(path)) return LOCKED
	return told(path, init)
}

async function told(path: string, init: RequestInit): Promise<Reply> {
	try {
		const response = await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT_MS) })
		if (response.status === 401) return { state: 'unauthenticated' }
		if (response.status === 502 || response.status === 503 || response.status === 504) return { state: 'unreachable' }
		if (!response.ok) return await refusalOf(response)
		const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
		return { state: 'ok', body }
	} catch {
		return { state: 'unreachable' }
	}
}

async function refusalOf(response: Response): Promise<Reply> {
	const body: unknown = await response.json().catch(() => undefined)
	const retryAfterS = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
	return {
		state: 'refused',
		status: response.status,
		...(isFault(body) && { fault: fault(body.fault, body.message, body.path) }),
		...(Number.isFinite(retryAfterS) && { retryAfterS }),
	}
}

/** One request with a JSON body. */
export function send(path: string, method: 'POST' | 'PATCH' | 'PUT', body: unknown): Promise<Reply> {
	return ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

export function operationPath(operation: string, rest: string): string {
	return `/api/v1/operations/${encodeURIComponent(operation)}/${rest}`
}

export function entityPath(operation: string, id: string, rest = ''): string {
	return operationPath(operation, `entities/${encodeURIComponent(id)}${rest}`)
}
