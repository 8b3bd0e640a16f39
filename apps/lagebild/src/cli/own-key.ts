import type { Role } from '@lagebild/model/label.ts'

import type { Paths } from '../paths.ts'
import { opened } from './using.ts'

export type OwnKey = {
	/** Under which journals and the access journal say that somebody at this machine did it. */
	readonly name: string
	readonly role: Role
	readonly operations: 'all' | readonly string[]
	/** So long at most. */
	readonly ms: number
}

/** Who may write in the data folder may make a key: one that holds for this call alone. */
export function withOwnKey<T>(paths: Paths, { ms, ...wanted }: OwnKey, work: (key: string) => Promise<T>): Promise<T> {
	return opened(paths, async (access) => {
		try {
			const made = await access.write(() => access.createKey({ ...wanted, clearance: 'restricted', expires: Date.now() + ms }))
			return await work(made.key)
		} finally {
			await access.write(() => access.revokeKey(wanted.name))
		}
	})
}
