import { buildMeasuredRow } from './measured-row.ts'
import { buildRow } from './row.ts'
import type { RowBuilders } from './state.ts'

export const BUILDERS: RowBuilders = { row: buildRow, measuredRow: buildMeasuredRow }
