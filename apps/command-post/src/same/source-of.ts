import { sourceOf as sourceIn } from '@lagebild/model/ids.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'

import type { Thing } from '../state/facts.ts'

/** How the source of a thing calls itself; undefined for master data. */
export function sourceOf({ row }: Thing): string | undefined {
	const source = sourceIn(row.id)
	if (source === MASTER_DATA_SOURCE) return undefined
	return row.sources.find((one) => one.source === source)?.name ?? source
}
