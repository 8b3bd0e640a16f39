import type { Request } from 'express'
import * as z from 'zod'

/** Express knows the pattern once a route has taken the request; what none took has no name. */
const Routed = z.object({ baseUrl: z.string(), route: z.object({ path: z.string() }) })

/** What a log may say of an address (O1): the address itself can hold a code, an entity's id or a search. */
export function patternOf(request: Request): string | undefined {
	const routed = Routed.safeParse(request).data
	return routed && `${routed.baseUrl}${routed.route.path}`
}
