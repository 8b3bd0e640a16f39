import { openMemory } from '../database.ts'
import { Ledger } from '../ledger.ts'
import { accessOver } from '../store.ts'
import type { Access } from '../store.ts'
import { baseOf } from './base.ts'
import { Origin } from './origin.ts'
import { rebuilt, Replica } from './replica.ts'
import type { Told } from './replica.ts'

export type SharedAccessOptions = Partial<Told> & {
	/** postgres://… */
	readonly url: string
	/** Name of this hub. */
	readonly node: string
	/** Wall clock, epoch ms. */
	readonly now: () => number
}

/** Whoever is done in a moment learns from its own writes how it stands. */
const UNTOLD: Told = { onAway: () => undefined, onRebuilt: () => undefined, onFatal: () => undefined }

/** The access that several hubs share: PostgreSQL has it, each hub a copy in its memory to read from. @throws AccessAway */
export async function openSharedAccess(options: SharedAccessOptions): Promise<Access> {
	const { ledger, replica } = await openReplica(options)
	return accessOver(ledger, replica)
}

export async function openReplica({
	url,
	node,
	now,
	...told
}: SharedAccessOptions): Promise<{ readonly ledger: Ledger; readonly replica: Replica }> {
	const origin = new Origin(url, node)
	const database = openMemory()
	try {
		await origin.prepare(() => baseOf(database))
		const { base, changes } = await origin.whole()
		const place = rebuilt(database, base, changes)
		database.exec('pragma query_only = on')
		const ledger = new Ledger(database, now)
		return { ledger, replica: new Replica({ ledger, origin, place, told: { ...UNTOLD, ...told } }) }
	} catch (error) {
		database.close()
		await origin.end()
		throw error
	}
}
