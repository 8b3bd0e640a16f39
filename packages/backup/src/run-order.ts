import { join } from 'node:path'

import { openSqliteSource } from '@lagebild/journal/backup/sqlite-source.ts'

import { dropOldBackups, makeBackup } from './make-backup.ts'
import type { Order, Told } from './order.ts'

/** @throws when no backup could be made */
export async function runOrder(order: Order): Promise<Told> {
	const source = openSqliteSource(join(order.dataFolder, 'journals'))
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
