import * as z from 'zod'

import { Mapping } from './definition.ts'
import { mappingFaults } from './faults.ts'

/** A mapping as one feed uses it, checked as far as it can be without a document. */
export const MappingOptions = z.strictObject({
	mapping: Mapping.superRefine((mapping, context) => {
		for (const { path, message } of mappingFaults(mapping)) context.addIssue({ code: 'custom', path: [...path], message })
	}),
})
export type MappingOptions = z.infer<typeof MappingOptions>
