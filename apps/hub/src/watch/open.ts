import { lastBackup } from '@lagebild/backup/manifest.ts'
import type { Settings } from '@lagebild/config/read.ts'
import type { JournalStore } from '@lagebild/journal/port.ts'
import type { Logger } from 'pino'

import type { Clock } from '../clock.ts'
import type { Operations } from '../operations.ts'
import type { PaperState } from '../papers.ts'
import { backupHealth, clockHealth, diskHealth, lagHealth, paperHealth } from './judge.ts'
import type { Health } from './judge.ts'
import { measureDisk, StallWatch, StepWatch, synchronisation } from './measure.ts'
import { SelfWatch } from './self-watch.ts'

export type OpenSelfWatch = { readonly start: () => void; readonly stop: () => Promise<void> }

export type SelfWatchParts = {
	readonly store: Pick<JournalStore, 'neighbours'>
	readonly operations: Operations
	readonly papers: { readonly state: PaperState | undefined }
	readonly now: Clock
	readonly log: Logger
}

/** Watches the machine and this hub; silent where the configuration says so. */
export function openSelfWatch(settings: Settings, { store, operations, papers, now, log }: SelfWatchParts): OpenSelfWatch {
	if (!settings.selfWatch) return { start: () => undefined, stop: () => Promise.resolve() }
	const since = now()
	const steps = new StepWatch()
	const stalls = new StallWatch()
	const isSynchronised = synchronisation()
	const ageMs = () => Math.max(0, ...operations.all().map(({ caughtUp, hub }) => (caughtUp ? now() - hub.asOf : 0)))
	const watch = new SelfWatch({
		operations,
		now,
		log,
		...(settings.database !== undefined && { node: settings.node, present: async () => (await store.neighbours()).nodes }),
		look: async () => {
			const [disk, synchronised] = await Promise.all([measureDisk(settings.dataFolder), isSynchronised()])
			const step = steps.look()
			return {
				disk: diskHealth(disk),
				clock: clockHealth({ synchronised, ...(step && { step }) }),
				...(await backupIn(settings, store, { now: now(), since })),
				lag: lagHealth({ ageMs: ageMs(), stallMs: stalls.look() }),
				...paperIn(papers.state),
			}
		},
	})
	return {
		start: () => {
			watch.start()
		},
		stop: async () => {
			await watch.stop()
			stalls.close()
		},
	}
}

function paperIn(state: PaperState | undefined): { readonly paper?: Health } {
	return state ? { paper: paperHealth(state.failing) } : {}
}

/** Of several hubs one makes the backups, and the database knows when. */
async function backupIn(
	{ backup, database }: Settings,
	store: SelfWatchParts['store'],
	{ now, since }: { readonly now: number; readonly since: number },
): Promise<{ readonly backup?: Health }> {
	if (backup.everyHours === 0) return {}
	const at = database === undefined ? lastBackup(backup.folder)?.at : (await store.neighbours()).backupAt
	return { backup: backupHealth({ at, everyMs: backup.everyHours * HOUR_MS, sinceMs: now - since }, now) }
}

const HOUR_MS = 3_600_000
