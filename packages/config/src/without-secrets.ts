import type { Settings } from './read.ts'
import type { StreamConfig } from './stream.ts'

/** Names under which an address carries what nobody else may know. */
const SECRET = /key|token|secret|password|appid|auth/i

/** The settings as a backup keeps them, for a person to compare: passwords, passphrases and the servers' addresses are left out. */
export function withoutSecrets(settings: Settings): unknown {
	const { database: _database, redis: _redis, backup, oidc, feeds, ...rest } = settings
	const { passphrase: _passphrase, ...backups } = backup
	return {
		...rest,
		backup: backups,
		oidc: oidc.map(({ clientSecret: _secret, ...provider }) => provider),
		feeds: feeds.map((feed) => ({ ...feed, url: plainUrl(feed.url), ...(feed.stream && { stream: plainStream(feed.stream) }) })),
	}
}

/** What a feed says to its source may hold its key. */
function plainStream({ hello: _hello, headers: _headers, backfill, ...stream }: StreamConfig): unknown {
	return { ...stream, ...(backfill && { backfill: { ...backfill, url: plainUrl(backfill.url) } }) }
}

function plainUrl(text: string): string {
	const url = new URL(text)
	url.username = ''
	url.password = ''
	for (const name of url.searchParams
		.keys()
		.filter((one) => SECRET.test(one))
		.toArray())
		url.searchParams.set(name, '…')
	return url.href
}
