import * as z from 'zod'

import { Key } from './words.ts'

/** Keys that one statement may state of one field. */
const MAX_KEYS = 200

/**
 * A field that several people edit: every key is a register of its own, so that two of them never undo each other (architecture §5.4,
 * rule 4). In a patch `null` removes one key.
 */
export function keyed<T extends z.ZodType>(value: T, key: z.core.$ZodRecordKey = Key): z.ZodRecord<typeof key, T> {
	return z
		.record(key, value)
		.refine((map) => Object.keys(map).length <= MAX_KEYS, `must not hold more than ${MAX_KEYS} keys`)
		.meta({ maxProperties: MAX_KEYS })
}
