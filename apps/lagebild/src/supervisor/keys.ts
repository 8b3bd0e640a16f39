import type { KeyRequest } from '@lagebild/access/grants.ts'
import type { Access } from '@lagebild/access/store.ts'
import type { FeedConfig } from '@lagebild/config/schema.ts'
import type { TakConfig } from '@lagebild/config/tak.ts'
import { SUPERVISOR } from '@lagebild/model/access/sources.ts'
import * as z from 'zod'

import { readJson, writeJson } from '../files.ts'
import type { Paths } from '../paths.ts'

const Stored = z.record(z.string(), z.string())
/** Of keys that nobody made by hand: people see them apart from those of integrators. */
const MAKER = 'system'

/** Keys of this machine's own programs: made once, kept in a file that only its owner reads, made anew when they no longer hold. */
export type InternalKeys = { readonly keyFor: (request: KeyRequest) => Promise<string> }

/** Of a database every machine has the same ones: two runners of one feed are one credential, so what both say stands there once. */
export function openInternalKeys(access: Access, paths: Paths): InternalKeys {
	if (paths.database !== undefined) return { keyFor: (request) => access.write(() => access.programKey(request, MAKER)) }
	const stored = new Map(Object.entries(readJson(paths.internalKeys, Stored) ?? {}))
	return {
		keyFor: async (request) => {
			const name = slotOf(request)
			const known = stored.get(name)
			const key = await access.write(() => (known !== undefined && isOwn(access, known) ? known : access.createKey(request, MAKER).key))
			if (key === known) return key
			stored.set(name, key)
			writeJson(paths.internalKeys, Object.fromEntries(stored))
			return key
		},
	}
}

/** Does it hold, and is it known as one of these? One from before its maker was kept gives way to a new one. */
function isOwn(access: Access, key: string): boolean {
	const grant = access.grantOfKey(key)
	const entry = grant && access.keys().find(({ id }) => grant.credential === `key-${id}`)
	if (!entry || entry.madeBy === MAKER) return entry !== undefined
	access.revokeKeyById(entry.id, MAKER)
	return false
}

/** A key is made for one purpose: another role, rank, operation or clearance is another key. */
function slotOf({ name, role, rank, operations, clearance }: KeyRequest): string {
	const seen = role === 'integrator' && clearance !== undefined ? [clearance] : []
	return [name, role, rank ?? '', operations === 'all' ? '*' : operations.join(','), ...seen].join(' ')
}

export const ADMIN: KeyRequest = { name: SUPERVISOR, role: 'admin', operations: 'all', clearance: 'restricted' }

export function feedKey({ id, operation, rank }: FeedConfig): KeyRequest {
	return { name: id, role: 'integrator', operations: [operation], rank }
}

/** What a door shows is what its key may see: another clearance is another key. */
export function takKey({ id, operation, rank, clearance }: TakConfig): KeyRequest {
	return { name: id, role: 'integrator', operations: [operation], rank, clearance }
}

/** Who speaks in the exercise, beside its feeds. */
export async function exerciseKeys(keys: InternalKeys, operation: string): Promise<Readonly<Record<string, string>>> {
	const integrator = (name: string, rank: 'device' | 'authority'): Promise<string> =>
		keys.keyFor({ name, role: 'integrator', operations: [operation], rank })
	return {
		fahrzeuge: await integrator('fahrzeuge', 'device'),
		sensemate: await integrator('sensemate', 'device'),
		leitstelle: await integrator('leitstelle', 'authority'),
		polderpiloten: await keys.keyFor({ name: 'polderpiloten', role: 'field', operations: [operation] }),
	}
}
