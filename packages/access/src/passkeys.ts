import { administered } from '@lagebild/model/access/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'

import type { Issuing } from './issuing.ts'
import type { LastUsed } from './last-used.ts'
import type { Passkey, Passkeys } from './port.ts'
import { bytesIn, numberIn, textIn } from './rows.ts'
import type { Row } from './rows.ts'

/** Public keys of people's authenticators; what they prove is checked by a library at the door. */
export function openPasskeys({ ledger, used }: Issuing): Passkeys {
	const { database, now } = ledger
	const insert = database.prepare(
		'insert or ignore into passkeys (id, account, public_key, counter, transports, name, created) values (?, ?, ?, ?, ?, ?, ?)',
	)
	const byAccount = database.prepare('select * from passkeys where account = ? order by created, id')
	const byId = database.prepare('select * from passkeys where id = ?')
	const count = database.prepare('update passkeys set counter = ? where id = ? and (counter < ? or (counter = 0 and ? = 0))')
	const remove = database.prepare('delete from passkeys where id = ? and account = ?')
	const active = (account: string): boolean => ledger.directory().accounts.get(account)?.state === 'active'
	return {
		addPasskey: (account, passkey, by) =>
			ledger.transact((say) => {
				if (ledger.known().accounts.get(account)?.state !== 'active') return fail(fault('not-found', 'there is no such active account'))
				const { id, publicKey, counter, transports = [], name } = passkey
				const added = insert.run(id, account, publicKey, counter, JSON.stringify(transports), name, now())
				if (added.changes === 0) return fail(fault('bad-message', 'this passkey is known already', 'id'))
				say(administered(by, 'passkey added', `person-${account}`), by)
				return ok({ ...passkey, account, created: now() })
			}),
		passkeysOf: (account) => (active(account) ? byAccount.all(account).map((row) => passkeyIn(row, used)) : []),
		passkeyById: (id) => {
			const row = byId.get(id)
			return row && active(textIn(row, 'account')) ? passkeyIn(row, used) : undefined
		},
		countPasskey: (id, counter) => {
			if (count.run(counter, id, counter, counter).changes === 0) return false
			used.mark(`passkey-${id}`)
			return true
		},
		removePasskey: (account, id, by) =>
			ledger.transact((say) => {
				if (remove.run(id, account).changes === 0) return false
				say(administered(by, 'passkey removed', `person-${account}`), by)
				return true
			}),
	}
}

function passkeyIn(row: Row, used: LastUsed): Passkey {
	const id = textIn(row, 'id')
	const lastUsed = used.at(`passkey-${id}`)
	return {
		id,
		account: textIn(row, 'account'),
		publicKey: bytesIn(row, 'public_key'),
		counter: numberIn(row, 'counter'),
		transports: transportsIn(textIn(row, 'transports')),
		name: textIn(row, 'name'),
		created: numberIn(row, 'created'),
		...(lastUsed !== undefined && { lastUsed }),
	}
}

function transportsIn(text: string): readonly string[] {
	const value: unknown = JSON.parse(text)
	return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
