import type { KeyRequest } from './grants.ts'
import type { Ledger } from './ledger.ts'
import type { By, Keys } from './port.ts'
import { bytesIn } from './rows.ts'
import { vouches } from './seals.ts'
import { derivedKey } from './secret.ts'
import type { NewKey } from './secret.ts'

type Give = (request: KeyRequest, key: NewKey, by: By) => { readonly key: string }

/** Z30. The first of a row of keys that follows from the request and is not over. */
export function openProgramKeys(ledger: Ledger, give: Give): Keys['programKey'] {
	const programs = ledger.database.prepare("select value from secrets where name = 'programs'")
	return (request, by) => {
		const from = bytesIn(programs.get() ?? {}, 'value')
		for (let again = 0; ; again++) {
			const derived = derivedKey(from, JSON.stringify([again, request]))
			const { prefix, hash, key } = derived
			const known = ledger.directory().keys.get(prefix)
			if (!known) return give(request, derived, by).key
			if (known.state === 'active' && vouches(known, { prefix, key: prefix, hash, until: null })) return key
		}
	}
}
