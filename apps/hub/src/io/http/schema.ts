import { fault } from '@lagebild/model/fault.ts'
import { jsonSchemas } from '@lagebild/model/json-schema.ts'
import type { Published } from '@lagebild/model/json-schema.ts'
import type { RequestHandler } from 'express'

import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { authenticated, parameter } from './route.ts'

/** Made when somebody first asks: a start must not wait for it. */
let made: ReadonlyMap<string, Published> | undefined

function schemas(): ReadonlyMap<string, Published> {
	made ??= jsonSchemas()
	return made
}

/** What can be read at `/api/v1/schema/{name}`. */
export function listSchemas(context: HubContext): RequestHandler {
	return authenticated(context, ({ response }) => {
		const listed = [...schemas()].map(([name, { $id, title, description }]) => ({
			name,
			$id,
			title,
			description,
			href: `/api/v1/schema/${name}`,
		}))
		response.json({ schemas: listed })
	})
}

export function getSchema(context: HubContext): RequestHandler {
	return authenticated(context, ({ request, response }) => {
		const schema = schemas().get(parameter(request, 'name'))
		if (schema) response.type('application/schema+json').send(JSON.stringify(schema))
		else sendFault(response, fault('not-found', 'there is no schema of this name; GET /api/v1/schema lists them'))
	})
}
