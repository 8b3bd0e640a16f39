import { MASTER_DATA_SOURCE } from '../master-data.ts'

/** Source under which the hub itself speaks. */
export const HUB_SOURCE = 'lagebild'

/** No key, person, device or feed may take one of these. */
export const RESERVED_SOURCES: readonly string[] = [HUB_SOURCE, MASTER_DATA_SOURCE]
