import * as z from 'zod'

type ServerFault = { readonly key: string; readonly message: string }
type Environment = Readonly<Record<string, string | undefined>>

/** Where the journals of several hubs lie, and by what they tell each other. Both addresses hold a password: neither is ever logged or answered. */
export type Servers = { readonly database?: string; readonly redis?: string }

/** What is wrong with an address is said without it: it holds a password. */
const Postgres = address(['postgres:', 'postgresql:'], 'must be an address such as postgres://USER:PASSWORD@HOST:5432/DATABASE')
const Redis = address(['redis:', 'rediss:'], 'must be an address such as redis://HOST:6379 or rediss://USER:PASSWORD@HOST:6379')

function address(protocols: readonly string[], message: string) {
	return z
		.string()
		.max(2_000, 'is too long')
		.refine((text) => {
			const url = URL.parse(text)
			return url !== null && protocols.includes(url.protocol) && url.hostname !== ''
		}, message)
}

export function readServers(env: Environment): { readonly servers: Servers; readonly faults: readonly ServerFault[] } {
	const database = Postgres.optional().safeParse(blankToAbsent(env['DATABASE_URL']))
	const redis = Redis.optional().safeParse(blankToAbsent(env['REDIS_URL']))
	const alone = redis.data !== undefined && blankToAbsent(env['DATABASE_URL']) === undefined
	return {
		servers: { ...(database.data !== undefined && { database: database.data }), ...(redis.data !== undefined && { redis: redis.data }) },
		faults: [
			...faultsOf('DATABASE_URL', database.error),
			...faultsOf('REDIS_URL', redis.error),
			...(alone ? [{ key: 'REDIS_URL', message: 'is for several hubs, and these need one DATABASE_URL' }] : []),
		],
	}
}

function faultsOf(key: string, error: z.ZodError | undefined): readonly ServerFault[] {
	return (error?.issues ?? []).map(({ message }) => ({ key, message }))
}

function blankToAbsent(text: string | undefined): string | undefined {
	return text === '' ? undefined : text
}

/** Host, port and name of an address: what may be shown of it. */
export function withoutPassword(text: string): string {
	const url = URL.parse(text)
	return url === null ? 'an address that cannot be read' : `${url.protocol}//${url.host}${url.pathname}`
}
