import type { CrewChange } from '../crew/crews.ts'
import { database } from './database.ts'

/** Oldest first. */
export async function readCrews(): Promise<readonly CrewChange[]> {
	return (await database()).getAll('crews')
}

export async function addCrew(change: CrewChange): Promise<void> {
	await (await database()).put('crews', change)
}
