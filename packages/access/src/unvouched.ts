import type { AccessDetail, DetailOf } from '@lagebild/model/access/event.ts'

import type { Ledger, Say } from './ledger.ts'
import { textIn } from './rows.ts'
import type { Row } from './rows.ts'
import { sealOfSecret, sealOfSession, vouches } from './seals.ts'

type Correcting = {
	readonly say: Say
	/** As the entries say. */
	readonly keys: ReadonlyMap<string, DetailOf<'key'>>
	/** Oldest first. */
	readonly signIns: readonly AccessDetail[]
}

/**
 * Within a transaction: ends the sessions and the keys' secrets that no entry vouches for, and seals the keys that none has sealed yet. What
 * holds for minutes and has no entries at all ends too.
 */
export function openSecretCorrection(ledger: Ledger): (correcting: Correcting) => readonly DetailOf<'corrected'>[] {
	const sessions = openSessionCorrection(ledger)
	const secrets = openKeyCorrection(ledger)
	return (correcting) => {
		ledger.database.exec('delete from device_tokens; delete from proofs')
		const corrected = [...sessions(correcting), ...secrets(correcting)]
		for (const detail of corrected) correcting.say(detail, 'system')
		return corrected
	}
}

function openSessionCorrection({ database, now }: Ledger): (correcting: Correcting) => readonly DetailOf<'corrected'>[] {
	const held = database.prepare(
		'select hash, id, credential, account, content, way, created, expires from sessions where ended is null and expires > ?',
	)
	const end = database.prepare('update sessions set ended = ? where id = ?')
	return ({ signIns }) => {
		const begun = sessionsAfter(signIns)
		const forged = held.all(now()).filter((row) => !isVouched(row, begun.get(textIn(row, 'id'))))
		for (const row of forged) end.run(now(), textIn(row, 'id'))
		return forged.map((row) => correctedOf(textIn(row, 'credential'), 'no entry vouches for this session'))
	}
}

function isVouched(row: Row, begun: DetailOf<'signed-in'> | undefined): boolean {
	return begun !== undefined && begun.credential === row['credential'] && begun.seal === sealOfSession(row)
}

function sessionsAfter(signIns: readonly AccessDetail[]): ReadonlyMap<string, DetailOf<'signed-in'>> {
	const begun = new Map<string, DetailOf<'signed-in'>>()
	for (const detail of signIns) {
		if (detail.what === 'signed-in') begun.set(detail.session, detail)
		else if (detail.what === 'signed-out') for (const id of detail.ids ?? []) begun.delete(id)
	}
	return begun
}

function openKeyCorrection({ database }: Ledger): (correcting: Correcting) => readonly DetailOf<'corrected'>[] {
	const all = database.prepare('select prefix, key, hash, until from key_secrets')
	const drop = database.prepare('delete from key_secrets where prefix = ?')
	return ({ say, keys }) => {
		const secrets = all.all()
		const forged = secrets.filter((row) => {
			const detail = keys.get(textIn(row, 'key'))
			return detail?.state !== 'active' || !vouches(detail, row)
		})
		for (const row of forged) drop.run(textIn(row, 'prefix'))
		for (const detail of keys.values()) {
			if (detail.state !== 'active' || detail.seals !== undefined) continue
			say({ ...detail, seals: secrets.filter((row) => row['key'] === detail.key).map(sealOfSecret) }, 'system')
		}
		const inUse = forged.filter((row) => keys.get(textIn(row, 'key'))?.state === 'active')
		return inUse.map((row) => correctedOf(`key-${textIn(row, 'key')}`, 'no entry vouches for this secret'))
	}
}

/** What only a table says is cut to what an entry can hold. */
function correctedOf(credential: string, why: string): DetailOf<'corrected'> {
	return { what: 'corrected', credential: credential.slice(0, 64) || '–', why }
}
