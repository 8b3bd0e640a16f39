import * as z from 'zod'

import { WARNING_OPTIONS } from '../cap/options.ts'

export const DwdOptions = z.strictObject({
	...WARNING_OPTIONS,
	/** `full` for the archives of the whole state (`STAT`): what is missing from the newest is over. `delta` for those of changes (`DIFF`). */
	mode: z.enum(['full', 'delta']).default('full'),
})
export type DwdOptions = z.infer<typeof DwdOptions>
