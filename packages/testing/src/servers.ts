import { inject } from 'vitest'

import { createDatabase } from './postgres.ts'

/** Servers that the project `contract` starts once for all its files. */
declare module 'vitest' {
	export interface ProvidedContext {
		readonly postgresUrl: string
		readonly redisUrl: string
	}
}

/** Address of a fresh database in the PostgreSQL of this run. */
export function freshDatabase(): Promise<string> {
	return createDatabase(inject('postgresUrl'))
}

/** Shared by all files of this run: whoever writes uses keys and channels of its own. */
export function redisUrl(): string {
	return inject('redisUrl')
}
