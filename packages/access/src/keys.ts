import type { DatabaseSync } from 'node:sqlite'

import { Grant } from '@lagebild/model/label.ts'

import { grantForKey } from './grants.ts'
import type { KeyRequest } from './grants.ts'
import { matches, newKey, prefixOf } from './secret.ts'

/** A key as it may be listed: nothing in it lets anybody in. */
export type KeyEntry = {
	readonly id: string
	readonly grant: Grant
	readonly created: number
	readonly revoked?: number
}

export type Keys = {
	/** The key itself is returned once and stored nowhere. */
	readonly createKey: (request: KeyRequest) => { readonly key: string; readonly id: string }
	/** Undefined for unknown, revoked and expired keys alike. */
	readonly grantOfKey: (key: string) => Grant | undefined
	/** Revokes every key of that name. @returns how many were valid until now. */
	readonly revokeKey: (name: string) => number
	/** Oldest first; revoked ones included. */
	readonly listKeys: () => readonly KeyEntry[]
}

/** Compared against when there is no such prefix, so that both answers take as long. */
const NOBODY = new Uint8Array(32)

export function openKeys(database: DatabaseSync, now: () => number): Keys {
	const insert = database.prepare('insert into keys (prefix, hash, name, grant_json, created, expires) values (?, ?, ?, ?, ?, ?)')
	const select = database.prepare('select hash, grant_json, expires, revoked from keys where prefix = ?')
	const revoke = database.prepare('update keys set revoked = ? where name = ? and revoked is null')
	const list = database.prepare('select prefix, grant_json, created, revoked from keys order by created, prefix')
	return {
		createKey: (request) => {
			const { key, prefix, hash } = newKey()
			const grant = grantForKey(request, prefix)
			insert.run(prefix, hash, request.name, JSON.stringify(grant), now(), request.expires ?? null)
			return { key, id: prefix }
		},
		grantOfKey: (key) => {
			const prefix = prefixOf(key)
			const row = prefix === undefined ? undefined : select.get(prefix)
			const hash = row?.['hash']
			const genuine = matches(key, hash instanceof Uint8Array ? hash : NOBODY)
			return row && genuine && row['revoked'] === null && inTime(row['expires'], now()) ? grantIn(row['grant_json']) : undefined
		},
		revokeKey: (name) => Number(revoke.run(now(), name).changes),
		listKeys: () => list.all().map(entryOf),
	}
}

function entryOf(row: Readonly<Record<string, unknown>>): KeyEntry {
	const revoked = row['revoked']
	return {
		id: String(row['prefix']),
		grant: grantIn(row['grant_json']),
		created: Number(row['created']),
		...(typeof revoked === 'number' && { revoked }),
	}
}

/** `null`: no end. */
export function inTime(expires: unknown, now: number): boolean {
	return expires === null || (typeof expires === 'number' && expires > now)
}

export function grantIn(stored: unknown): Grant {
	return Grant.parse(JSON.parse(String(stored)))
}
