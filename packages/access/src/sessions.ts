import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

import { Grant } from '@lagebild/model/label.ts'

import { grantForLink } from './grants.ts'
import type { LinkRequest } from './grants.ts'
import { grantIn, inTime } from './keys.ts'
import { hashOf, newSecret } from './secret.ts'

/** A watch of twelve hours; the next one signs in anew. */
export const SESSION_MS = 12 * 3_600_000

export type Sessions = {
	/** A code that signs one person in once. */
	readonly createLink: (request: LinkRequest) => string
	/** Undefined when the code is unknown, too old or was used before. */
	readonly redeem: (code: string) => { readonly token: string; readonly grant: Grant } | undefined
	readonly grantOfSession: (token: string) => Grant | undefined
	readonly endSession: (token: string) => void
	/** Somebody is signed in. */
	readonly hasSessions: () => boolean
}

export function openSessions(database: DatabaseSync, now: () => number): Sessions {
	const insertLink = database.prepare('insert into links (hash, id, grant_json, expires) values (?, ?, ?, ?)')
	const useLink = database.prepare('update links set used = ? where hash = ? and used is null and expires > ? returning grant_json')
	const insert = database.prepare('insert into sessions (hash, grant_json, created, expires) values (?, ?, ?, ?)')
	const select = database.prepare('select grant_json, expires, ended from sessions where hash = ?')
	const end = database.prepare('update sessions set ended = ? where hash = ? and ended is null')
	const any = database.prepare('select 1 from sessions where ended is null and expires > ? limit 1')
	return {
		createLink: (request) => {
			const code = newSecret()
			const id = randomBytes(4).toString('hex')
			insertLink.run(hashOf(code), id, JSON.stringify(grantForLink(request, id)), now() + request.ttlMs)
			return code
		},
		redeem: (code) => {
			const link = useLink.get(now(), hashOf(code), now())
			if (!link) return undefined
			const token = newSecret()
			const expires = now() + SESSION_MS
			const grant = Grant.parse({ ...grantIn(link['grant_json']), expires })
			insert.run(hashOf(token), JSON.stringify(grant), now(), expires)
			return { token, grant }
		},
		grantOfSession: (token) => {
			const row = select.get(hashOf(token))
			return row && row['ended'] === null && inTime(row['expires'], now()) ? grantIn(row['grant_json']) : undefined
		},
		endSession: (token) => {
			end.run(now(), hashOf(token))
		},
		hasSessions: () => any.get(now()) !== undefined,
	}
}
