import type { DatabaseSync } from 'node:sqlite'

import type { Kept } from './port.ts'
import { bytesIn, numberIn, textIn } from './rows.ts'

/** What a hub has to remember of people who are signed in, and what it seals with what others keep for it. */
export function openKept(database: DatabaseSync, now: () => number): Kept {
	const secret = database.prepare('select value from secrets where name = ?')
	const setSecret = database.prepare(
		'insert into secrets (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
	)
	const proven = database.prepare('select until from proofs where session = ?')
	const prove = database.prepare(
		'insert into proofs (session, until) values (?, ?) on conflict (session) do update set until = excluded.until',
	)
	const begun = database.prepare('select provider, sealed from provider_sessions where session = ? and expires > ?')
	const begin = database.prepare('insert or replace into provider_sessions (session, provider, sealed, expires) values (?, ?, ?, ?)')
	const end = database.prepare('delete from provider_sessions where session = ?')
	return {
		secret: (name) => bytesIn(secret.get(name) ?? {}, 'value'),
		setSecret: (name, value) => void setSecret.run(name, value),
		provenUntil: (session) => {
			const row = proven.get(session)
			return row ? numberIn(row, 'until') : 0
		},
		proveSession: (session, until) => void prove.run(session, Math.round(until)),
		providerSession: (session) => {
			const row = begun.get(session, now())
			return row && { provider: textIn(row, 'provider'), sealed: textIn(row, 'sealed') }
		},
		keepProviderSession: (session, { provider, sealed, expires }) => void begin.run(session, provider, sealed, Math.round(expires)),
		dropProviderSession: (session) => void end.run(session),
	}
}
