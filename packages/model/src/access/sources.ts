import { MASTER_DATA_SOURCE } from '../master-data.ts'

/** Source under which the hub itself speaks. */
export const HUB_SOURCE = 'lagebild'

/** No key, person, device or feed may take one of these. */
const RESERVED_SOURCES: readonly string[] = [HUB_SOURCE, MASTER_DATA_SOURCE]

/** Source of the program that starts and watches the others on one machine; it makes its key itself. */
export const SUPERVISOR = 'lagebild-supervisor'

const TABLET = /^tablet-[0-9a-f]{8,16}$/

/** Lagebild's own, and those of its tablets. */
export function isReservedSource(name: string): boolean {
	return RESERVED_SOURCES.includes(name) || TABLET.test(name)
}

/** Nobody gets one of these by asking for it. */
export function isOwnName(name: string): boolean {
	return name === SUPERVISOR || isReservedSource(name)
}
