import type { EntityId } from '@lagebild/model/ids.ts'

import { chooseOperation } from '../state/choose.ts'
import type { Content, Facts, Thing } from '../state/facts.ts'
import type { Figures } from './figures.ts'
import { figuresOf } from './figures.ts'
import { memoLast } from './memo.ts'
import { heardWithin, ofSection } from './narrow.ts'
import { shownThing, sayerOf, sidesOf, thingsOnce } from './ones.ts'
import type { Side } from './ones.ts'
import { ordersOf } from './orders.ts'
import type { Orders } from './orders.ts'
import { unknownsOf } from './unknowns.ts'
import type { Unknown } from './unknowns.ts'
import { overCounts, shownThings, sortedThings, visibleThings } from './visible.ts'

/** What the clock decides is decided anew every so often, and not at every tick. */
const STEP_MS = 10_000
const MINUTE_MS = 60_000

export function stepOf({ now }: Facts): number {
	return Math.floor(now / STEP_MS)
}

function minuteNow({ now }: Pick<Facts, 'now'>): number {
	return Math.floor(now / MINUTE_MS)
}

export function shownNow({ content, now, filter }: Facts): readonly Thing[] {
	return shownThings(content, minuteNow({ now }), filter.over)
}

/** A thing as it is shown, with what others say of it that are one with it. */
export function thingNow({ content, now }: Facts, id: EntityId | undefined): Thing | undefined {
	return shownThing(content, minuteNow({ now }), id)
}

/** A thing as it is itself, whatever is one with it. */
export function rawThingNow({ content }: Facts, id: EntityId): Thing | undefined {
	return content.things.get(id)
}

/** Every thing once, by its id. */
export const thingsNow = ({ content, now }: Facts): ReadonlyMap<EntityId, Thing> => byId(thingsOnce(content, minuteNow({ now })))

const byId = memoLast((things: readonly Thing[]): ReadonlyMap<EntityId, Thing> => new Map(things.map((thing) => [thing.row.id, thing])))

/** Whose word a shown field is, where it is not the thing's own. */
export function sayerNow({ content, now }: Facts, id: EntityId, field: string): Thing | undefined {
	return sayerOf(content, minuteNow({ now }), { id, field })
}

/** Of each thing that was asked about: several ask at a time, and each must be given the same object again. */
const sidesKnown = memoLast((_content: Content, _minute: number): Map<EntityId, readonly Side[]> => new Map())

export function sidesNow({ content, now }: Pick<Facts, 'content' | 'now'>, id: EntityId): readonly Side[] {
	const minute = minuteNow({ now })
	const known = sidesKnown(content, minute)
	const sides = known.get(id) ?? sidesOf(content, minute, id)
	known.set(id, sides)
	return sides
}

/** By section and age; without either the same list. */
function narrowedNow(facts: Facts): readonly Thing[] {
	const { section, withinMinutes } = facts.filter
	const shown = shownNow(facts)
	const within = withinMinutes === undefined ? shown : heardWithin(shown, withinMinutes, minuteNow(facts))
	return section === undefined ? within : ofSection(within, section, facts.content)
}

/** What the map and the list show under the present filter. */
export function visibleNow(facts: Facts): readonly Thing[] {
	return visibleThings(narrowedNow(facts), facts.filter)
}

export function sortedNow(facts: Facts): readonly Thing[] {
	return sortedThings(visibleNow(facts))
}

/** The operation's own first gauge decides, as long as it is there. */
const withReference = memoLast((figures: Figures, first: EntityId | undefined): Figures => {
	const reference = first === undefined ? undefined : figures.gauges.find(({ row }) => row.id === first)
	return reference ? { ...figures, reference } : figures
})

export function figuresNow(facts: Facts): Figures {
	const operation = chooseOperation(facts.operations, [facts.route.operation, facts.preferences.operation])
	return withReference(figuresOf(facts.content, stepOf(facts), facts.config), operation?.gauges[0])
}

export function unknownsNow(facts: Facts): readonly Unknown[] {
	return unknownsOf(facts.content, stepOf(facts), facts.config)
}

/** Orders and requests, the pressing first. */
export function ordersNow(facts: Facts): Orders {
	return ordersOf(facts.content, stepOf(facts))
}

export function overNow({ content, now }: Facts): ReturnType<typeof overCounts> {
	return overCounts(content, minuteNow({ now }))
}
