import { lastBackup } from '@lagebild/backup/manifest.ts'
import type { Settings } from '@lagebild/config/read.ts'
import type { Logger } from 'pino'

import type { Clock } from '../clock.ts'
import type { Operations } from '../operations.ts'
import { backupHealth, clockHealth, diskHealth, lagHealth } from './judge.ts'
import type { Health } from './judge.ts'
import { measureDisk, StallWatch, StepWatch, synchronisation } from './measure.ts'
import { SelfWatch } from './self-watch.ts'

export type OpenSelfWatch = { readonly start: () => void; readonly stop: () => Promise<void> }

export type SelfWatchParts = { readonly operations: Operations; readonly now: Clock; readonly log: Logger }

/** Watches the machine and this hub; silent where the configuration says so. */
export function openSelfWatch(settings: Settings, { operations, now, log }: SelfWatchParts): OpenSelfWatch {
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
		...(settings.database !== undefined && { node: settings.node }),
		look: async () => {
			const [disk, synchronised] = await Promise.all([measureDisk(settings.dataFolder), isSynchronised()])
			const step = steps.look()
			return {
				disk: diskHealth(disk),
				clock: clockHealth({ synchronised, ...(step && { step }) }),
				...backupIn(settings, { now: now(), since }),
				lag: lagHealth({ ageMs: ageMs(), stallMs: stalls.look() }),
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

/** Of several hubs one makes the backups: the others have nothing to say about them. */
function backupIn(
	{ backup, database }: Settings,
	{ now, since }: { readonly now: number; readonly since: number },
): { readonly backup?: Health } {
	const at = backup.everyHours === 0 ? undefined : lastBackup(backup.folder)?.at
	if (backup.everyHours === 0 || (at === undefined && database !== undefined)) return {}
	return { backup: backupHealth({ at, everyMs: backup.everyHours * HOUR_MS, sinceMs: now - since }, now) }
}

const HOUR_MS = 3_600_000
