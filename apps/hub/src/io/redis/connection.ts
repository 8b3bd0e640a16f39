import { createClient } from 'redis'

/** Between two attempts, ms: at once, then doubling. */
const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000
const CONNECT_MS = 2_000
/** A hub hears itself four times a second: a connection that says nothing for so long leads nowhere, and another one is made. */
const SILENT_MS = 3_000

/**
 * One connection that comes back by itself for as long as it is not closed. The publisher keeps nothing while it is away: what it is given
 * then is lost at once instead of late.
 */
export function createConnection(url: string, { publisher }: { readonly publisher: boolean }) {
	return createClient({
		url,
		disableOfflineQueue: publisher,
		socket: {
			connectTimeout: CONNECT_MS,
			socketTimeout: SILENT_MS,
			reconnectStrategy: (retries: number) => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(retries, 10)),
		},
	})
}

export type Connection = ReturnType<typeof createConnection>
