import type { Directory } from '@lagebild/model/access/directory.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import type { Grant } from '@lagebild/model/label.ts'

import { createBudgets } from './budgets.ts'
import { grantOfKeyDetail, keyDetail, sourceOf } from './grants.ts'
import type { KeyRequest } from './grants.ts'
import type { Issuing } from './issuing.ts'
import type { Ledger, Times } from './ledger.ts'
import type { By, KeyEntry, Keys } from './port.ts'
import { openProgramKeys } from './program-keys.ts'
import { Recognised } from './recognised.ts'
import { bytesIn, numberIn, textIn } from './rows.ts'
import type { Row } from './rows.ts'
import { sealOfSecret, vouches } from './seals.ts'
import { matches, newKey, prefixOf } from './secret.ts'
import type { NewKey } from './secret.ts'
import { openWithdraw } from './withdraw.ts'

/** Compared against when there is no such prefix, so that both answers take as long. */
const NOBODY = new Uint8Array(32)

type Issued = Pick<Keys, 'createKey' | 'programKey' | 'rotateKey' | 'revokeKey' | 'revokeKeyById'>

export function openKeys({ ledger }: Issuing): Issued {
	const { database, now } = ledger
	const insert = database.prepare('insert into key_secrets (prefix, key, hash) values (?, ?, ?)')
	const secretsOf = database.prepare('select prefix, key, hash, until from key_secrets where key = ?')
	const drop = database.prepare('delete from key_secrets where prefix = ?')
	const overlap = database.prepare('update key_secrets set until = min(coalesce(until, ?), ?) where key = ?')
	const forget = database.prepare('delete from key_secrets where key = ?')
	const withdraw = openWithdraw({ ledger })
	const revoke = (fits: (detail: DetailOf<'key'>) => boolean, by: By): number =>
		ledger.transact((say) => {
			const active = [...ledger.known().keys.values()].filter((detail) => detail.state === 'active' && fits(detail))
			for (const detail of active) {
				forget.run(detail.key)
				withdraw(`key-${detail.key}`, { say, by })
				say({ ...detail, state: 'revoked', version: detail.version + 1 }, by)
			}
			return active.length
		})
	const give = (request: KeyRequest, { key, prefix, hash }: NewKey, by: By): { readonly key: string; readonly id: string } => {
		const detail = keyDetail(request, prefix)
		return ledger.transact((say) => {
			if (isLogin(ledger.known(), request.name)) throw new Error(`"${request.name}" is the login of a person`)
			insert.run(prefix, prefix, hash)
			say({ ...detail, seals: [sealOfSecret({ prefix, key: prefix, hash, until: null })], madeBy: by }, by)
			return { key, id: prefix }
		})
	}
	return {
		createKey: (request, by = 'command line') => give(request, newKey(), by),
		programKey: openProgramKeys(ledger, give),
		rotateKey: (id, { overlapMs }, by) =>
			ledger.transact((say) => {
				const detail = activeKey(ledger.known(), id, now())
				if (!detail) return undefined
				const { key, prefix, hash } = newKey()
				const until = Math.round(now() + overlapMs)
				for (const row of secretsOf.all(id)) if (!held(row, now()) || !vouches(detail, row)) drop.run(textIn(row, 'prefix'))
				overlap.run(until, until, id)
				insert.run(prefix, id, hash)
				say({ ...detail, rotatedTo: prefix, seals: secretsOf.all(id).map(sealOfSecret) }, by)
				return { key }
			}),
		revokeKey: (name, by = 'command line') => revoke((detail) => detail.name === name, by),
		revokeKeyById: (id, by) => revoke((detail) => detail.key === id, by) > 0,
	}
}

/** A secret that fits, until its overlap ends. */
type Genuine = { readonly detail: DetailOf<'key'>; readonly until: number | undefined }

/** Whose secret this is, as an entry vouches for. */
function openSecrets(ledger: Ledger): (key: string) => Genuine | undefined {
	const select = ledger.database.prepare('select prefix, key, hash, until from key_secrets where prefix = ?')
	const recognised = new Recognised<Genuine>(ledger)
	const read = (key: string): Genuine | undefined => {
		const row = select.get(prefixOf(key) ?? '')
		const genuine = matches(key, row ? bytesIn(row, 'hash') : NOBODY)
		const detail = row && genuine ? ledger.directory().keys.get(textIn(row, 'key')) : undefined
		if (!row || detail?.state !== 'active' || !vouches(detail, row)) return undefined
		return { detail, until: row['until'] === null ? undefined : numberIn(row, 'until') }
	}
	return (key) => recognised.read(key, () => read(key))
}

type Held = Pick<Keys, 'grantOfKey' | 'listKeys' | 'keys' | 'budgetOf'>

export function openKeyRing({ ledger, used, grants }: Issuing): Held {
	const { database, now } = ledger
	const genuine = openSecrets(ledger)
	const overlaps = database.prepare('select key, max(until) as until from key_secrets where until > ? group by key')
	const budgets = createBudgets(now)
	const listKeys = (): readonly KeyEntry[] => {
		const ends = new Map(overlaps.all(now()).map((row) => [textIn(row, 'key'), numberIn(row, 'until')]))
		const beside = { times: ledger.times('key'), overlaps: ends, lastUsed: used.all() }
		return [...ledger.directory().keys.values()]
			.map((detail) => entryOf(detail, beside))
			.toSorted((a, b) => a.created - b.created || (a.id < b.id ? -1 : 1))
	}
	return {
		grantOfKey: (key) => {
			const { detail, until = Infinity } = genuine(key) ?? {}
			if (!detail || until <= now() || (detail.expires ?? Infinity) <= now()) return undefined
			used.mark(`key-${detail.key}`)
			return grants(detail, grantOfKeyDetail)
		},
		listKeys,
		keys: listKeys,
		budgetOf: (credential) => budgets.of(credential, ledger.directory().keys.get(credential.slice('key-'.length))?.budget),
	}
}

function activeKey({ keys }: Directory, id: string, now: number): DetailOf<'key'> | undefined {
	const detail = keys.get(id)
	return detail?.state === 'active' && (detail.expires === undefined || detail.expires > now) ? detail : undefined
}

/** Somebody speaks under it, or did: what they said stays theirs. */
function isLogin({ accounts }: Directory, source: string): boolean {
	return [...accounts.values()].some(({ login }) => sourceOf(login) === source)
}

function held(row: Row, now: number): boolean {
	const until = row['until']
	return until === null || (typeof until === 'number' && until > now)
}

type Beside = {
	readonly times: ReadonlyMap<string, Times>
	readonly overlaps: ReadonlyMap<string, number>
	readonly lastUsed: ReadonlyMap<string, number>
}

function entryOf(detail: DetailOf<'key'>, { times, overlaps, lastUsed }: Beside): KeyEntry {
	const { key, budget, madeBy } = detail
	const grant: Grant = grantOfKeyDetail(detail)
	const last = lastUsed.get(`key-${key}`)
	const ends = overlaps.get(key)
	const { created = 0, changed = 0 } = times.get(key) ?? {}
	return {
		id: key,
		grant,
		created,
		...(detail.state === 'revoked' && { revoked: changed }),
		...(last !== undefined && { lastUsed: last }),
		...(budget && { budget }),
		...(madeBy !== undefined && { madeBy }),
		...(ends !== undefined && { overlapEnds: ends }),
	}
}
