import { inBackupTurn } from '@lagebild/journal/backup/postgres-turn.ts'

import { dropOldBackups, makeBackup } from './make-backup.ts'
import type { Order, Told } from './order.ts'
import { openSource } from './source.ts'

/** @throws when no backup could be made */
export async function runOrder(order: Order): Promise<Told> {
	const { database: url, node, unlessSince } = order
	if (url === undefined) return make(order)
	return (await inBackupTurn({ url, node, unlessSince }, () => make(order))) ?? { type: 'others' }
}

async function make(order: Order): Promise<Told> {
	const source = await openSource(order)
	try {
		const configuration: unknown = JSON.parse(order.configuration)
		const made = await makeBackup({ ...order, source, configuration, now: Date.now })
		const dropped = dropOldBackups(order.folder, { keep: order.keep, node: made.manifest.node })
		const entries = made.manifest.journals.reduce((sum, { seq }) => sum + seq, 0)
		return { type: 'made', folder: made.folder, bytes: made.bytes, entries, dropped }
	} finally {
		await source.close()
	}
}
