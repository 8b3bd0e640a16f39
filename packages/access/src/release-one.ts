import type { DatabaseSync } from 'node:sqlite'

import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import { Grant } from '@lagebild/model/label.ts'

import { bytesIn, numberIn, textIn } from './rows.ts'
import type { Row } from './rows.ts'

export type OldKey = { readonly detail: DetailOf<'key'>; readonly hash: Uint8Array<ArrayBuffer>; readonly created: number }

/** The keys of a file of release 0.1; none of a new file. */
export function readReleaseOne(database: DatabaseSync): readonly OldKey[] {
	const old = database.prepare("select 1 from sqlite_schema where type = 'table' and name = 'keys'").get()
	if (!old) return []
	return database.prepare('select prefix, hash, grant_json, created, revoked from keys order by created, prefix').all().map(keyIn)
}

function keyIn(row: Row): OldKey {
	const { credential: _own, version, account: _none, unit: _without, ...grant } = Grant.parse(JSON.parse(textIn(row, 'grant_json')))
	const state = row['revoked'] === null ? 'active' : 'revoked'
	const detail = AccessDetail.parse({ what: 'key', key: textIn(row, 'prefix'), ...grant, state, version })
	if (detail.what !== 'key') throw new Error('a key was read as something else')
	return { detail, hash: bytesIn(row, 'hash'), created: numberIn(row, 'created') }
}
