import * as z from 'zod'

import { EntityId } from '../ids.ts'
import { Instant } from '../time.ts'

/** Staff functions (Sachgebiete S1–S6 of FwDV 100) and the posts that an operation gives to a person for a time. */
export const FUNCTIONS = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'leader', 'section-leader', 'diary-keeper'] as const

export const StaffFunction = z.enum(FUNCTIONS)
export type StaffFunction = z.infer<typeof StaffFunction>

/** Who fills a function within one operation, and where it belongs to a section. At most one credential per function and section. */
export const Assignment = z.strictObject({
	function: StaffFunction,
	credential: z.string().min(1).max(64),
	/** Person as shown to people. */
	name: z.string().min(1).max(120),
	section: EntityId.exactOptional(),
	since: Instant,
})
export type Assignment = z.infer<typeof Assignment>

/** Body of `PUT /api/v1/operations/{op}/functions`. `credential: null` leaves the function vacant. */
export const AssignmentRequest = z
	.strictObject({
		function: StaffFunction,
		section: EntityId.refine((id) => id.startsWith('section:'), 'must be the id of a section').exactOptional(),
		credential: z.string().min(1).max(64).nullable(),
		reason: z.string().trim().min(1).max(2_000).exactOptional(),
	})
	.refine((said) => said.function !== 'section-leader' || said.section !== undefined, {
		error: 'a section leader leads a section: name it',
		path: ['section'],
	})
export type AssignmentRequest = z.infer<typeof AssignmentRequest>
