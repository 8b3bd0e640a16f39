const KEY = 'lagebild.looked'

/** When this browser was last told what changed, by operation, hub clock in ms. */
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

export function lookedAt(operation: string): number | undefined {
	return readLooked(localStorage.getItem(KEY))[operation]
}

export function markLooked(operation: string, at: number): void {
	localStorage.setItem(KEY, JSON.stringify({ ...readLooked(localStorage.getItem(KEY)), [operation]: at }))
}
