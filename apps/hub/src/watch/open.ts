import type { Settings } from '@lagebild/config/read.ts'
import type { Logger } from 'pino'

import type { Clock } from '../clock.ts'
import type { Operations } from '../operations.ts'
import { clockHealth, diskHealth, lagHealth } from './judge.ts'
import { isSynchronised, measureDisk, StallWatch, StepWatch } from './measure.ts'
import { SelfWatch } from './self-watch.ts'

export type OpenSelfWatch = { readonly start: () => void; readonly stop: () => Promise<void> }

export type SelfWatchParts = { readonly operations: Operations; readonly now: Clock; readonly log: Logger }

/** Watches the machine and this hub; silent where the configuration says so. */
export function openSelfWatch(settings: Settings, { operations, now, log }: SelfWatchParts): OpenSelfWatch {
	if (!settings.selfWatch) return { start: () => undefined, stop: () => Promise.resolve() }
	const steps = new StepWatch()
	const stalls = new StallWatch()
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
