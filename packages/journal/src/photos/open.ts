import type { PhotoStore } from './port.ts'
import { openSharedPhotos } from './postgres.ts'
import { openSqlitePhotos } from './sqlite.ts'

type Where = { readonly dataFolder: string; readonly database?: string | undefined; readonly node: string }

/** In the data folder, or where the journals of several hubs lie. */
export function openPhotos({ database, dataFolder, node }: Where): Promise<PhotoStore> {
	return database === undefined ? Promise.resolve(openSqlitePhotos(dataFolder)) : openSharedPhotos({ url: database, node })
}
