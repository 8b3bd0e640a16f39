import { OperationId } from '@lagebild/model/ids.ts'
import { Role } from '@lagebild/model/label.ts'
import * as z from 'zod'

/** Somebody who follows an operation on one hub, as hubs tell each other. */
export const Who = z.object({
	operation: OperationId,
	credential: z.string().max(100),
	via: z.enum(['person', 'device']),
	name: z.string().max(200),
	role: Role,
})
export type Who = z.infer<typeof Who>

/** `no` counts what a hub said: who missed something asks for the whole. */
export const Word = z.discriminatedUnion('type', [
	z.object({ type: z.literal('whole'), no: z.int(), who: z.array(Who) }),
	z.object({ type: z.literal('change'), no: z.int(), joined: z.array(Who), left: z.array(Who) }),
	z.object({ type: z.literal('here'), no: z.int() }),
	/** Without `of`: every hub. */
	z.object({ type: z.literal('ask'), of: z.string().optional() }),
	z.object({ type: z.literal('gone') }),
])
export type Word = z.infer<typeof Word>

export function keyOf({ operation, credential }: Who): string {
	return `${operation} ${credential}`
}
