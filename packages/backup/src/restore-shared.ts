import path from 'node:path'
import { Readable } from 'node:stream'

import { restoreSharedAccess } from '@lagebild/access/replica/backup.ts'
import { copyJournal } from '@lagebild/journal/backup/copy-journal.ts'
import type { BackupSource, JournalTarget } from '@lagebild/journal/backup/port.ts'
import { refuseRunningHubs, restoreInto, RunningHubs } from '@lagebild/journal/backup/postgres-restore.ts'
import { rebuildJournal } from '@lagebild/journal/backup/rebuild-journal.ts'
import { openSqliteSource } from '@lagebild/journal/backup/sqlite-source.ts'
import { restoreSharedPhotos } from '@lagebild/journal/photos/shared-copy.ts'
import { PHOTO_FILE } from '@lagebild/journal/photos/sqlite.ts'
import { restoreSharedRejects } from '@lagebild/journal/rejects/shared-copy.ts'
import { REJECT_FILE } from '@lagebild/journal/rejects/tables.ts'
import type { OperationId } from '@lagebild/model/ids.ts'

import type { KeptJournal } from './manifest.ts'
import { linesOf } from './parts.ts'
import { BackupRefusal } from './refusal.ts'

export type SharedRestore = {
	/** Folder in which everything was put together and checked. */
	readonly staged: string
	readonly wanted: readonly KeptJournal[]
	/** What lies there. */
	readonly come: readonly string[]
	readonly operation?: string | undefined
	/** Takes what was in the database. */
	readonly schema: string
}

/**
 * Tables of access first: cut short in between, the access journal that is there still says what is right.
 * @returns operations that were there and are not in the backup
 */
export async function restoreShared(database: string, restore: SharedRestore): Promise<readonly string[]> {
	const { staged, come, schema } = restore
	if (come.includes('access.db')) await restoreSharedAccess(database, path.join(staged, 'access.db'), schema)
	if (come.includes(PHOTO_FILE)) await restoreSharedPhotos(database, path.join(staged, PHOTO_FILE), schema)
	if (come.includes(REJECT_FILE)) await restoreSharedRejects(database, path.join(staged, REJECT_FILE), schema)
	const source = openSqliteSource(path.join(staged, 'journals'))
	try {
		return await restoreJournals(database, restore, source)
	} catch (error) {
		return refuseHubs(error)
	} finally {
		await source.close()
	}
}

function restoreJournals(
	database: string,
	{ operation: only, wanted, schema }: SharedRestore,
	source: BackupSource,
): Promise<readonly string[]> {
	return restoreInto(database, schema, async ({ operations, moveAside, target }) => {
		const there = only === undefined ? await operations() : [only]
		for (const operation of there) await moveAside(operation)
		for (const { operation } of wanted) await copyInto(source, operation, target(operation))
		return there.filter((operation) => !wanted.some((one) => one.operation === operation))
	})
}

async function copyInto(source: BackupSource, operation: OperationId, target: JournalTarget): Promise<void> {
	await copyJournal({
		source,
		operation,
		sink: async (texts) => {
			await rebuildJournal(operation, linesOf(Readable.from(texts).map((text: string) => Buffer.from(text))), { target })
		},
	})
}

/** @throws BackupRefusal while a hub is connected */
export async function refuseConnected(database: string): Promise<void> {
	try {
		await refuseRunningHubs(database)
	} catch (error) {
		refuseHubs(error)
	}
}

function refuseHubs(error: unknown): never {
	if (!(error instanceof RunningHubs)) throw error
	throw new BackupRefusal(`Hubs or feed runners are connected to the database: ${error.hubs.join(', ')}. Stop them first.`)
}
