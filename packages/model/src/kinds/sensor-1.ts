import * as z from 'zod'

import type { Fieldset, Upgrade } from './kind.ts'
import { Line } from './words.ts'

/** Kept as it was published: what was ever accepted as version 1 is accepted for ever. */
const payload = z.strictObject({
	name: Line,
	long: Line.optional(),
	property: Line,
	station: Line.optional(),
	number: Line.optional(),
	agency: Line.optional(),
	water: Line.optional(),
	km: z.number().optional(),
	unit: Line,
	zero: z
		.strictObject({ metres: z.number().min(-100).max(9_000), datum: Line, validFrom: Line.optional() })
		.nullable()
		.optional()
		.describe('The one zero that holds since `validFrom`. Version 2 has `zeros`.'),
	marks: z
		.array(z.strictObject({ name: Line, value: z.number(), long: Line.optional() }))
		.max(60)
		.optional(),
	everyMs: z.int().min(1).optional(),
	remark: Line.nullable().optional(),
})

/** Day of a zero whose beginning nobody stated: before any value that a digital service holds. */
const EVER = '1900-01-01'

/** Version 1 of a sensor knew one zero, which forgot that older values belong to the zero before. */
export const SENSOR_1: Upgrade = {
	payload,
	lift: ({ zero, ...same }) => (zero === undefined ? same : { ...same, zeros: zerosOf(zero) }),
	register: (name) => (name === 'zero' ? 'zeros' : name),
}

function zerosOf(zero: Fieldset[string]): Fieldset[string] {
	const read = payload.shape.zero.safeParse(zero)
	if (!read.success || !read.data) return null
	const { metres, datum, validFrom } = read.data
	return { [dayOf(validFrom)]: { metres, datum } }
}

/** `validFrom` was any line of text; feeds wrote a day, with or without a time. */
function dayOf(validFrom: string | undefined): string {
	const day = z.iso.date().safeParse(validFrom?.slice(0, 10))
	return day.success ? day.data : EVER
}
