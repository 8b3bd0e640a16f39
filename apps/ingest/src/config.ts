import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { FeedConfig } from '@lagebild/config/schema.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import * as z from 'zod'

/** A feed with the key under which it speaks to the hub. */
export const KeyedFeed = FeedConfig.extend({ key: z.string().min(1).max(200) })
export type KeyedFeed = z.infer<typeof KeyedFeed>

type Address = { readonly host: string; readonly port: number }

export type IngestConfig = {
	readonly hub: string
	readonly feeds: readonly KeyedFeed[]
	/** Where sources post, when a feed waits for that. */
	readonly webhooks?: Address
	/** Where versions of mappings are kept; absent: nowhere. */
	readonly definitions?: string
	/** How several ingests share the feeds; absent: this one reads all of them. */
	readonly leases?: Leases
}

export type Leases = {
	/** Of Redis, with its password. */
	readonly url: string
	/** Of all ingests of the same hubs. */
	readonly name: string
	/** This ingest, as people know it. */
	readonly node: string
}

/** What stops the start, with the name of the setting. Never quotes a value: one of them is a key. */
export type BadSetting = { readonly key: string; readonly message: string }

export async function readIngest(env: Record<string, string | undefined>): Promise<Result<IngestConfig, BadSetting>> {
	const hub = URL.parse(env['LAGEBILD_HUB'] ?? '')
	if (!hub || !/^https?:$/.test(hub.protocol)) return fail({ key: 'LAGEBILD_HUB', message: 'must be the http address of the hub' })
	const file = env['LAGEBILD_FEEDS']
	if (file === undefined) return fail({ key: 'LAGEBILD_FEEDS', message: 'must name the file of the feeds' })
	const webhooks = addressIn(env['LAGEBILD_WEBHOOKS'] ?? '127.0.0.1:8090')
	if (!webhooks) return fail({ key: 'LAGEBILD_WEBHOOKS', message: 'must be HOST:PORT' })
	const leases = leasesIn(env)
	if (!leases.ok) return leases
	const feeds = await readFeeds(file)
	return feeds.ok ? ok({ hub: hub.href.replace(/\/+$/, ''), feeds: feeds.value, webhooks, ...leases.value, ...definitionsIn(env) }) : feeds
}

function definitionsIn({ LAGEBILD_DATA: data }: Record<string, string | undefined>): Pick<IngestConfig, 'definitions'> {
	return data === undefined ? {} : { definitions: join(data, 'mappings') }
}

function leasesIn(env: Record<string, string | undefined>): Result<Pick<IngestConfig, 'leases'>, BadSetting> {
	const url = env['REDIS_URL'] ?? ''
	if (url === '') return ok({})
	if (!/^rediss?:$/.test(URL.parse(url)?.protocol ?? ''))
		return fail({ key: 'REDIS_URL', message: 'must be redis://HOST:PORT or rediss://' })
	return ok({ leases: { url, name: env['LAGEBILD_LEASES'] ?? 'lagebild', node: env['LAGEBILD_NODE'] ?? 'ingest' } })
}

function addressIn(text: string): Address | undefined {
	const [, host, port] = /^(.{1,253}):(\d{1,5})$/.exec(text) ?? []
	return host !== undefined && Number(port) <= 65_535 ? { host: host.replace(/^\[|\]$/g, ''), port: Number(port) } : undefined
}

async function readFeeds(file: string): Promise<Result<readonly KeyedFeed[], BadSetting>> {
	let value: unknown
	try {
		value = JSON.parse(await readFile(file, 'utf8'))
	} catch {
		return fail({ key: 'LAGEBILD_FEEDS', message: `${file} cannot be read as JSON` })
	}
	const read = z.array(KeyedFeed).safeParse(value)
	if (!read.success) {
		const issue = read.error.issues[0]
		return fail({ key: `feeds.${issue?.path.join('.') ?? ''}`, message: issue?.message ?? 'is not valid' })
	}
	return badFeed(read.data) ?? ok(read.data)
}

function badFeed(feeds: readonly KeyedFeed[]): Result<never, BadSetting> | undefined {
	const ids = feeds.map(({ id }) => id)
	const twice = ids.find((id, i) => ids.indexOf(id) !== i)
	if (twice !== undefined) return fail({ key: `feeds.${twice}`, message: 'comes twice' })
	for (const { id, format, options } of feeds) {
		const opened = openFormat(format, options)
		const bad = opened.ok ? undefined : opened.fault.find(({ mendable }) => !mendable)
		if (bad) return fail({ key: `feeds.${id}.${bad.key}`, message: bad.message })
	}
	return undefined
}
