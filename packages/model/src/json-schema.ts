import * as z from 'zod'

import { Submission } from './event.ts'
import { KIND_TABLE } from './kinds/table.ts'
import { Measurements } from './measurement.ts'
import { NewOperation } from './operation.ts'

/** JSON Schema (2020-12) of everything an integrator may send, by file name. Rules that JSON Schema cannot say are in the field's description. */
export function jsonSchemas(): ReadonlyMap<string, object> {
	const kinds = Object.values(KIND_TABLE).map(({ kind, payload }): [string, object] => [`payload-${kind}`, schema(payload)])
	return new Map([['event', schema(Submission)], ['measurements', schema(Measurements)], ['operation', schema(NewOperation)], ...kinds])
}

function schema(type: z.ZodType): object {
	return z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' })
}
