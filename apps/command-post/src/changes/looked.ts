const KEY = 'lagebild.looked'

/** When somebody was last told here what changed, by operation and credential, hub clock in ms. */
type Looked = Readonly<Record<string, number>>

export function readLooked(text: string | null): Looked {
	try {
		const value: unknown = JSON.parse(text ?? '{}')
		if (typeof value !== 'object' || value === null) return {}
		const entries = Object.entries(value).flatMap(([id, at]) => (typeof at === 'number' && Number.isFinite(at) ? [[id, at] as const] : []))
		return Object.fromEntries(entries)
	} catch {
		return {}
	}
}

/** Who comes after somebody else at this desk has not looked yet. */
export type Looker = { readonly operation: string; readonly credential: string }

function keyOf({ operation, credential }: Looker): string {
	return `${operation} ${credential}`
}

export function lookedAt(looker: Looker): number | undefined {
	return readLooked(localStorage.getItem(KEY))[keyOf(looker)]
}

export function markLooked(looker: Looker, at: number): void {
	localStorage.setItem(KEY, JSON.stringify({ ...readLooked(localStorage.getItem(KEY)), [keyOf(looker)]: at }))
}
