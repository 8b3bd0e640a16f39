import { randomBytes } from 'node:crypto'

/** The public HTTP interface as a stranger's program uses it. */
export type Api = {
	readonly get: (path: string) => Promise<unknown>
	readonly text: (path: string) => Promise<string>
	readonly post: (path: string, body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>
	/** Bytes as they are. */
	readonly send: (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<{ readonly status: number }>
	readonly patch: (path: string, body: unknown) => Promise<{ readonly status: number; readonly body: unknown }>
}

export function apiOf(url: string, key: string): Api {
	const authorization = `Bearer ${key}`
	const text = async (path: string) => {
		const response = await fetch(`${url}${path}`, { headers: { authorization } })
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
		return response.text()
	}
	const write = async (method: 'POST' | 'PATCH', path: string, body: unknown) => {
		const headers = { authorization, 'content-type': 'application/json' }
		const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
		const answer: unknown = await response.json()
		return { status: response.status, body: answer }
	}
	return {
		text,
		get: async (path) => {
			const body: unknown = JSON.parse(await text(path))
			return body
		},
		send: (path, bytes) => fetch(`${url}${path}`, { method: 'POST', headers: { authorization }, body: bytes }),
		post: (path, body) => write('POST', path, body),
		patch: (path, body) => write('PATCH', path, body),
	}
}

/** UUID version 7 (RFC 9562). */
export function uuid7(ms: number = Date.now()): string {
	const bytes = randomBytes(16)
	bytes.writeUIntBE(ms, 0, 6)
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
	const hex = bytes.toString('hex')
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function recordsIn(value: unknown): readonly Record<string, unknown>[] {
	return Array.isArray(value) ? value.filter(isRecord) : []
}

/** Entities of an operation's picture. */
export async function entitiesOf(api: Api, operation: string, query = ''): Promise<readonly Record<string, unknown>[]> {
	const picture = await api.get(`/api/v1/operations/${operation}/picture${query}`)
	return isRecord(picture) ? recordsIn(picture['entities']) : []
}
