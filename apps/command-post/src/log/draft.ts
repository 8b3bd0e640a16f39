import { useState } from 'react'

import { layDown } from './draft-storage.ts'

function read<T extends Readonly<Record<string, unknown>>>(key: string, empty: T): T {
	try {
		const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
		const known = typeof value === 'object' && value !== null ? Object.entries(value) : []
		const same = known.filter(
			([name, said]) => name in empty && typeof said === typeof empty[name] && Array.isArray(said) === Array.isArray(empty[name]),
		)
		return { ...empty, ...Object.fromEntries(same) }
	} catch {
		return empty
	}
}

/** What somebody has begun to write outlives the page; `undefined` empties it. */
export function useDraft<T extends Readonly<Record<string, unknown>>>(
	key: string,
	empty: T,
): readonly [T, (change: Partial<T> | undefined) => void] {
	const [draft, setDraft] = useState(() => read(key, empty))
	const change = (more: Partial<T> | undefined) => {
		const next = more === undefined ? empty : { ...draft, ...more }
		setDraft(next)
		if (more === undefined) localStorage.removeItem(key)
		else layDown(key, next)
	}
	return [draft, change]
}
