import * as z from 'zod'

export const CapOptions = z.strictObject({
	/** Languages whose words name the warning, best first; all languages are kept as variants. */
	languages: z
		.array(z.string().regex(/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/))
		.max(20)
		.default(['de', 'en']),
})
export type CapOptions = z.infer<typeof CapOptions>
