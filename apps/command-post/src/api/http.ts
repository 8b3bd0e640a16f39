/** What a request to the hub came to. `unreachable`: no answer, or one of a hub that is not ready. */
export type Reply =
	| { readonly state: 'ok'; readonly body: unknown }
	| { readonly state: 'unauthenticated' }
	| { readonly state: 'unreachable' }
	| { readonly state: 'refused'; readonly status: number }

const TIMEOUT_MS = 10_000

/** One JSON request with the session cookie. It never throws. */
export async function ask(path: string, init: RequestInit = {}): Promise<Reply> {
	try {
		const response = await fetch(path, { ...init, cache: 'no-store', credentials: 'same-origin', signal: AbortSignal.timeout(TIMEOUT_MS) })
		if (response.status === 401) return { state: 'unauthenticated' }
		if (response.status === 502 || response.status === 503 || response.status === 504) return { state: 'unreachable' }
		if (!response.ok) return { state: 'refused', status: response.status }
		const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
		return { state: 'ok', body }
	} catch {
		return { state: 'unreachable' }
	}
}

export function operationPath(operation: string, rest: string): string {
	return `/api/v1/operations/${encodeURIComponent(operation)}/${rest}`
}

export function entityPath(operation: string, id: string, rest = ''): string {
	return operationPath(operation, `entities/${encodeURIComponent(id)}${rest}`)
}
