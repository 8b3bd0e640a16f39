import { iso } from '@lagebild/model/time.ts'

import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { using } from './using.ts'

/** Screens that are signed in by a link of their own: name, until when, from where. */
export async function wallLines(paths: Paths): Promise<readonly string[]> {
	const walls = await using(paths, (access) => access.sessionsByLink().filter(({ role }) => role === 'observer'))
	return walls.map(({ name, expires, address }) => [name, `until ${iso(expires)}`, ...(address === undefined ? [] : [address])].join(', '))
}

/** @returns how many there were of this name */
export async function endWalls(paths: Paths, name: string): Promise<number> {
	return using(paths, (access) => {
		const named = access.sessionsByLink().filter((session) => session.role === 'observer' && session.name === name)
		if (named.length === 0) throw new Refusal(`No screen "${name}" is signed in.`)
		for (const { credential } of named) access.endSessions(credential, undefined, 'from the command line')
		return named.length
	})
}
