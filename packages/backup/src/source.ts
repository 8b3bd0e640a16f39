import { join } from 'node:path'

import type { BackupSource } from '@lagebild/journal/backup/port.ts'
import { openPostgresSource } from '@lagebild/journal/backup/postgres-source.ts'
import { openSqliteSource } from '@lagebild/journal/backup/sqlite-source.ts'

/** Where the journals are: in the data folder, or in the database that several hubs share. */
export type Where = { readonly dataFolder: string; readonly database?: string | undefined }

export async function openSource({ dataFolder, database }: Where): Promise<BackupSource> {
	return database === undefined ? openSqliteSource(join(dataFolder, 'journals')) : openPostgresSource(database)
}
