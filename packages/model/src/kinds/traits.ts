import type { KindLane, Policy } from './kind.ts'
import type { EntityKind } from './names.ts'
import { KIND_TABLE } from './table.ts'

export type Traits = {
	readonly version: number
	readonly lane: KindLane
	readonly title: string
	readonly policies: Readonly<Record<string, Policy>>
	/** Names of the fields of its payload, in the order in which people are shown them. */
	readonly fields: readonly string[]
}

/**
 * What is known of each kind without its schema. It is worked out from the table of kinds; the build of a page does so and puts the values
 * here (`scripts/web-plugins.ts`), so that a page fetches no schemas for them.
 */
export const KIND_TRAITS: Readonly<Record<EntityKind, Traits>> = {
	incident: traitsOf('incident'),
	unit: traitsOf('unit'),
	section: traitsOf('section'),
	warning: traitsOf('warning'),
	sensor: traitsOf('sensor'),
	track: traitsOf('track'),
	facility: traitsOf('facility'),
	task: traitsOf('task'),
	message: traitsOf('message'),
	alarm: traitsOf('alarm'),
	closure: traitsOf('closure'),
	area: traitsOf('area'),
	counter: traitsOf('counter'),
	feed: traitsOf('feed'),
	contact: traitsOf('contact'),
}

function traitsOf(kind: EntityKind): Traits {
	const { version, lane, title, policies, payload } = KIND_TABLE[kind]
	return { version, lane, title, policies, fields: Object.keys(payload.shape) }
}
