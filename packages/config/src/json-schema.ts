import * as z from 'zod'

import { Config } from './schema.ts'

/** JSON Schema of `lagebild.config.json`, for editors: name it in the file's `$schema`. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
	return { ...z.toJSONSchema(Config, { io: 'input' }), title: 'lagebild.config.json' }
}
