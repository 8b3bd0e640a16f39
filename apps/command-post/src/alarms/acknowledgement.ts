import type { Assignment } from '@lagebild/model/access/functions.ts'

/** As whom this person acknowledges: by a function that they hold, else as themselves. */
export function acknowledgement(
	grant: { readonly credential: string; readonly source: string; readonly name: string },
	functions: readonly Assignment[],
): Readonly<Record<string, string>> {
	const held = functions.find(({ credential }) => credential === grant.credential)
	return { [held?.function ?? grant.source]: grant.name }
}
