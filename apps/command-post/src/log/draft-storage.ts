const PREFIX = 'lagebild.draft.'

/** Whose draft it is, of what, in which operation. */
export function draftKey(what: 'diary' | 'message', operation: string, credential: string): string {
	return `${PREFIX}${what}.${operation}.${credential}`
}

/** Lays something down for a form that is opened next. */
export function layDown(key: string, draft: Readonly<Record<string, unknown>>): void {
	localStorage.setItem(key, JSON.stringify(draft))
}

/** Nobody who comes after reads what was begun here. */
export function forgetDrafts(): void {
	for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key)
}
