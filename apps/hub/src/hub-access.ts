import { openSharedAccess } from '@lagebild/access/replica/open.ts'
import { openAccess } from '@lagebild/access/store.ts'
import type { Access } from '@lagebild/access/store.ts'
import type { Settings } from '@lagebild/config/read.ts'
import type { Logger } from 'pino'

import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import { adoptBrowserKey } from './io/http/known-browsers.ts'

type Parts = { readonly bus: Bus; readonly now: Clock; readonly log: Logger; readonly onFatal: (error: Error) => void }

/** In the data folder, or in the database that several hubs share. */
export async function openHubAccess({ dataFolder, database, node }: Settings, parts: Parts): Promise<Access> {
	if (database !== undefined) return openShared({ url: database, node }, parts)
	const access = openAccess({ folder: dataFolder, now: parts.now, byTurn: true })
	await adoptBrowserKey(access, dataFolder)
	return access
}

async function openShared(where: { readonly url: string; readonly node: string }, { bus, now, log, onFatal }: Parts): Promise<Access> {
	const access = await openSharedAccess({
		...where,
		now,
		onAway: (away, reason) => {
			if (away) log.error({ reason }, 'the database does not answer: nobody can sign in, and whoever is signed in stays so')
			else log.info('the database answers again: people can sign in')
		},
		onRebuilt: (before, at) => {
			log.error({ before: before.n, now: at.n }, 'the database is not the one that was, or a part of it is lost: access was read anew')
		},
		onFatal,
	})
	bus.on({
		notice: (notice) => {
			if (notice === 'access') void access.follow()
		},
		up: () => void access.follow(),
	})
	access.onWritten(() => {
		bus.notify('access')
	})
	return access
}
