import { contentHash } from '@lagebild/feeds/ids.ts'
import type { Submission } from '@lagebild/model/event.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { readIso } from '@lagebild/model/time.ts'

import { rememberRepeated, rememberSaid } from './memory.ts'
import type { Memory, Repeated } from './memory.ts'

/**
 * The events that say something that was not said. Of a source that repeats itself that is another content than its newest, whatever time it
 * has, and nothing that is older.
 */
export function newsOf(memory: Memory, events: readonly Submission[]): readonly Submission[] {
	if (!memory.habits.repeats) return events.filter(({ id, entity }) => memory.said.get(entity) !== id)
	const here = new Map<string, Repeated>()
	return events.filter((event) => {
		const key = keyOf(event)
		const said = saidBy(event)
		const last = here.get(key) ?? memory.repeated.get(key)
		if (last && isBefore(said, last)) return false
		if (last?.content === said.content) {
			last.at = said.at
			return false
		}
		here.set(key, said)
		return true
	})
}

/** The hub took it, or refused it for good. What is told late says nothing about what was told last. */
export function rememberTold(memory: Memory, event: Submission): void {
	if (event.backfill) return
	rememberSaid(memory, event.entity, event.id)
	if (memory.habits.repeats) rememberRepeated(memory, keyOf(event), saidBy(event))
}

/** The hub does not know it, whatever was told before: its first word has to come again. */
export function forgetTold(memory: Memory, entity: string): void {
	memory.repeated.delete(entity)
}

function isBefore({ at }: Repeated, last: Repeated): boolean {
	return at !== undefined && last.at !== undefined && at < last.at
}

/** Patches of other fields say something else. */
function keyOf(event: Submission): string {
	return event.op === 'patch' ? `${event.entity} ${Object.keys(event.payload ?? {}).join(' ')}` : event.entity
}

function saidBy(event: Submission): Repeated {
	const observed = event.times?.observed
	return { content: contentHash({ ...event, id: undefined, times: undefined }), at: observed === undefined ? undefined : readIso(observed) }
}

type Positions = NonNullable<Measurements['positions']>

/** Rows of a source whose positions are thinned: of one thing none that lies nearer in time to the one before than it is to be. */
export function thinnedPositions(memory: Memory, positions: Positions | undefined): Positions | undefined {
	const { thinMs } = memory.habits
	if (!positions || thinMs === undefined) return positions
	const here = new Map<string, number>()
	const rows = positions.entity.flatMap((entity, row) => {
		const at = readIso(positions.observed[row] ?? '') ?? 0
		const last = here.get(entity) ?? memory.places.get(entity)
		if (last !== undefined && Math.abs(at - last) < thinMs) return []
		here.set(entity, Math.max(at, last ?? at))
		return [row]
	})
	return rows.length === positions.entity.length ? positions : picked(positions, rows)
}

function picked({ course, speed, accuracy, ...columns }: Positions, rows: readonly number[]): Positions | undefined {
	if (rows.length === 0) return undefined
	const pick = <T>(column: readonly T[]): T[] => rows.flatMap((row) => column.slice(row, row + 1))
	return {
		entity: pick(columns.entity),
		observed: pick(columns.observed),
		lat: pick(columns.lat),
		lng: pick(columns.lng),
		...(course && { course: pick(course) }),
		...(speed && { speed: pick(speed) }),
		...(accuracy && { accuracy: pick(accuracy) }),
	}
}
