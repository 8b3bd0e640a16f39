import type { Settings } from '@lagebild/config/read.ts'
import type { JournalStore } from '@lagebild/journal/port.ts'
import { policyOf } from '@lagebild/picture/standing.ts'
import type { Logger } from 'pino'

import type { Clock } from '../clock.ts'
import type { Operations } from '../operations.ts'
import { AlarmWatch } from './watch.ts'

type Parts = {
	readonly store: Pick<JournalStore, 'neighbours'>
	readonly operations: Operations
	readonly now: Clock
	readonly log: Logger
}

export function openAlarms({ alarms, gauges, standing, timeZone, database, node }: Settings, { store, ...parts }: Parts): AlarmWatch {
	const isFirst = async () => database === undefined || (await store.neighbours()).nodes[0] === node
	return new AlarmWatch({ ...parts, config: alarms, gauges, policy: policyOf(standing), timeZone, isFirst })
}
