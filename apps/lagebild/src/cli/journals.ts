import type { Settings } from '@lagebild/config/read.ts'
import type { BackupSource } from '@lagebild/journal/backup/port.ts'
import { openSqliteSource } from '@lagebild/journal/backup/sqlite-source.ts'

import { pathsOf } from '../paths.ts'

/** The journals of these settings, to be read while hubs write them. */
export function openJournals({ dataFolder }: Settings): BackupSource {
	return openSqliteSource(pathsOf(dataFolder).journals)
}
