import * as z from 'zod'

/** Where a running hub answers; written by the supervisor. */
export const Running = z.strictObject({
	pid: z.int(),
	url: z.string(),
	since: z.string(),
	/** As other machines of the network reach it. */
	lan: z.string().exactOptional(),
})
export type Running = z.infer<typeof Running>

/** What the command line asks the running supervisor for. */
export const ExerciseRequest = z.strictObject({
	id: z.string(),
	scenario: z.literal('sturmflut'),
	action: z.enum(['start', 'stop']),
	speed: z.number().min(0.1).max(600).optional(),
})
export type ExerciseRequest = z.infer<typeof ExerciseRequest>

export const ExerciseAnswer = z.strictObject({ id: z.string(), ok: z.boolean(), text: z.string() })
export type ExerciseAnswer = z.infer<typeof ExerciseAnswer>
