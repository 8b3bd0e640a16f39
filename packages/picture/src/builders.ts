import { buildMeasuredRow } from './measured-row.ts'
import { buildRow } from './row.ts'
import type { RowBuilders } from './state.ts'

/** Things whose rows are kept after they were read: more than change between two frames. */
export const KEPT_ROWS = 256

export const BUILDERS: RowBuilders = { row: buildRow, measuredRow: buildMeasuredRow }
