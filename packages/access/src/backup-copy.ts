import { chmodSync, existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { textIn } from './rows.ts'

/** What a backup keeps: the directory, and what people, systems and tablets sign in with afterwards, of which only digests and public keys are stored. */
export const CARRIED: readonly string[] = ['things', 'entries', 'key_secrets', 'passwords', 'passkeys', 'device_keys', 'subjects', 'used']

/** What lets somebody in now, or is worth nothing later: these tables are carried empty. */
export const LEFT_OUT: readonly string[] = ['codes', 'sessions', 'spent', 'device_tokens', 'proofs', 'provider_sessions']

/** What browsers and tablets hold sealed opens nowhere any more. */
const NEW_SECRETS = 'update secrets set value = randomblob(32)'

/** Keys that the programs of a machine use among themselves lie there in plain text: whoever has the old disk must not come in by them. */
const OWN_KEYS = `delete from key_secrets where key in (select id from things where what = 'key' and detail ->> '$.madeBy' = 'system')`

/**
 * Copies `access.db` into a file as it is at one moment, also while others write it, without sessions, codes and whatever else lets somebody
 * in by itself (J34).
 * @returns false when there is none
 */
export function copyAccess(folder: string, to: string): boolean {
	const file = path.join(folder, 'access.db')
	if (!existsSync(file)) return false
	const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
	try {
		copyCarried(database, to)
	} finally {
		database.close()
	}
	return true
}

/** The same of tables that are open. */
export function copyCarried(database: DatabaseSync, to: string): void {
	const whole = `${to}.whole`
	rmSync(whole, { force: true })
	try {
		database.prepare('vacuum into ?').run(whole)
		chmodSync(whole, 0o600)
		const copy = new DatabaseSync(whole)
		try {
			strip(copy)
			copy.prepare('vacuum into ?').run(to)
		} finally {
			copy.close()
		}
		chmodSync(to, 0o600)
	} finally {
		rmSync(whole, { force: true })
	}
}

/** The rows leave the file by the copying that follows. A table that this does not know is carried empty. */
function strip(copy: DatabaseSync): void {
	const names = copy.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'").all()
	const tables = names.map((row) => textIn(row, 'name'))
	for (const name of tables.filter((one) => one !== 'secrets' && !CARRIED.includes(one))) copy.exec(`delete from "${name}"`)
	if (tables.includes('secrets')) copy.exec(NEW_SECRETS)
	copy.exec(OWN_KEYS)
}
