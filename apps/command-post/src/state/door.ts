/** Addresses that lead to no operation: they are there for people who are not signed in. */
export type Door = { readonly type: 'sign-in'; readonly fault?: string } | { readonly type: 'invitation'; readonly code: string }

/** Reads `#/anmelden` and `#/einladung/CODE`. An operation of one of these names has a page behind it in its address. */
export function readDoor(hash: string): Door | undefined {
	const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2)
	const [word, code, ...more] = path.replace(/\/$/, '').split('/')
	if (word === 'anmelden' && code === undefined) return signInDoor(new URLSearchParams(query).get('fault'))
	/** Codes are 43 characters of base64url: no page has such a name. */
	if (word === 'einladung' && code !== undefined && code.length > 15 && more.length === 0) return { type: 'invitation', code }
	return undefined
}

/** Without a page behind it, it names no operation either: what is left of a door's address is none of an operation. */
export function isDoorWord(word: string | undefined): boolean {
	return word === 'anmelden' || word === 'einladung'
}

function signInDoor(fault: string | null): Door {
	return fault === null ? { type: 'sign-in' } : { type: 'sign-in', fault }
}

export function writeDoor(door: Door): string {
	return door.type === 'sign-in' ? '#/anmelden' : `#/einladung/${door.code}`
}
