import { ACCESS_OPERATION } from '@lagebild/model/access/access-operation.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import * as z from 'zod'

function words(text: string): readonly string[] {
	return text.split(',').map((word) => word.trim())
}

/** `all`, or ids separated by commas. */
export const Operations = z
	.string()
	.transform((text): 'all' | readonly string[] => (text === 'all' ? text : words(text)))
	.refine(
		(ids) => ids === 'all' || ids.every((id) => OperationId.safeParse(id).success),
		'is "all" or ids separated by commas, of a-z, 0-9 and hyphen',
	)
	.refine((ids) => ids === 'all' || !ids.includes(ACCESS_OPERATION), `"${ACCESS_OPERATION}" is the journal of access, and no operation`)

/** Kinds separated by commas. */
export const Kinds = z.string().transform((text, context): readonly EntityKind[] => {
	const read = z.array(z.enum(KINDS)).safeParse(words(text))
	if (read.success) return read.data
	context.addIssue({ code: 'custom', message: `is kinds separated by commas, of ${KINDS.join(', ')}` })
	return z.NEVER
})

export const Organisation = z.string().min(1).max(64)
