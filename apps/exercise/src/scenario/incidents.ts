import { readFileSync } from 'node:fs'

import type { Position } from '@lagebild/model/geo.ts'
import { incident } from '@lagebild/model/kinds/incident.ts'
import * as z from 'zod'

import { MINUTE } from './clock.ts'
import { FLEET } from './fleet.ts'
import { hash32 } from './random.ts'
import { UNIT_TYPES } from './types.ts'
import { CYCLE } from './water.ts'

const Minutes = z.number()
const { title, category, priority, severity, description, reporter, address } = incident.payload.shape

/** One Schadenstelle of the script. Times in minutes of the scenario; negative: before the exercise starts. */
const Script = z.strictObject({
	id: z.string().regex(/^[a-z\d-]+$/),
	title,
	category,
	priority,
	severity,
	description,
	reporter,
	address,
	/** Latitude, longitude. */
	place: z.tuple([z.number().min(53).max(54), z.number().min(9).max(11)]),
	times: z.strictObject({
		reported: Minutes,
		confirmed: Minutes.optional(),
		assigned: Minutes.optional(),
		working: Minutes.optional(),
		closed: Minutes.optional(),
	}),
	/** Types of units that are sent, by their short names. */
	needs: z.array(z.string().refine((name) => Object.hasOwn(UNIT_TYPES, name))),
})
export type Incident = z.infer<typeof Script>
export type Stage = keyof Incident['times']

export function readIncidents(file: URL): readonly Incident[] {
	return Script.array().parse(JSON.parse(readFileSync(file, 'utf8')))
}

export const STAGES = ['reported', 'confirmed', 'assigned', 'working', 'closed'] as const satisfies readonly Stage[]

/** Entity name of an incident in one surge; each surge has its own. */
export function nativeOf(one: Incident, surge: number): string {
	return surge === 0 ? one.id : `${one.id}-${surge + 1}`
}

/** Scenario time of a stage in one surge. */
export function stageAt(one: Incident, stage: Stage, surge: number): number | undefined {
	const minutes = one.times[stage]
	return minutes === undefined ? undefined : minutes * MINUTE + surge * CYCLE
}

export type Assignment = { readonly incident: Incident; readonly unit: string; readonly place: Position }

/** Sends for each need a unit of that type that has no incident yet; the choice is by chance, but always the same. */
export function assignmentsOf(incidents: readonly Incident[]): readonly Assignment[] {
	const free = new Set(FLEET.map(({ native }) => native))
	return incidents.flatMap((one) =>
		one.needs.flatMap((need, index) => {
			const able = FLEET.filter((unit) => free.has(unit.native) && unit.type === typeNamed(need))
			const chosen = able[hash32(`${one.id}|${index}`) % Math.max(1, able.length)]
			if (!chosen) return []
			free.delete(chosen.native)
			const [lat, lng] = one.place
			return [{ incident: one, unit: chosen.native, place: { lat, lng } }]
		}),
	)
}

function typeNamed(need: string): string | undefined {
	return Object.entries(UNIT_TYPES).find(([name]) => name === need)?.[1].type
}
