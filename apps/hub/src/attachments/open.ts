import type { Settings } from '@lagebild/config/read.ts'
import type { PhotoStore } from '@lagebild/journal/photos/port.ts'
import { openSharedPhotos } from '@lagebild/journal/photos/postgres.ts'
import { openSqlitePhotos } from '@lagebild/journal/photos/sqlite.ts'

/** Beside this program, or where the journals of several hubs lie. */
export function openPhotos({ database, dataFolder, node }: Settings): Promise<PhotoStore> {
	return database === undefined ? Promise.resolve(openSqlitePhotos(dataFolder)) : openSharedPhotos({ url: database, node })
}
