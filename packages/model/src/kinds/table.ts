import type * as z from 'zod'

import { alarm } from './alarm.ts'
import { area } from './area.ts'
import { closure } from './closure.ts'
import { contact } from './contact.ts'
import { counter } from './counter.ts'
import { facility } from './facility.ts'
import { feed } from './feed.ts'
import { incident } from './incident.ts'
import { message } from './message.ts'
import type { EntityKind } from './names.ts'
import { section } from './section.ts'
import { sensor } from './sensor.ts'
import { task } from './task.ts'
import { track } from './track.ts'
import { unit } from './unit.ts'
import { warning } from './warning.ts'

/** What each kind is: payload, lane, and the policy of each field. Server, client and documentation derive from it. */
export const KIND_TABLE = {
	incident,
	unit,
	section,
	warning,
	sensor,
	track,
	facility,
	task,
	message,
	alarm,
	closure,
	area,
	counter,
	feed,
	contact,
} as const

type KindTable = typeof KIND_TABLE

/** What the picture may know about an entity of a kind. Every field can be missing: nobody said it, or it was withdrawn. */
export type Fields<K extends EntityKind> = {
	readonly [F in keyof z.infer<KindTable[K]['payload']>]?: z.infer<KindTable[K]['payload']>[F] | null
}
