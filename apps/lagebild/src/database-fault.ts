/**
 * What a person can do something about when the database of several hubs is away, or lets nobody in: shown without a stack. Undefined for
 * every other error.
 */
export async function databaseFault(error: unknown): Promise<string | undefined> {
	const { AccessAway } = await import('@lagebild/access/writing.ts')
	const { troubleOf } = await import('@lagebild/journal/postgres/trouble.ts')
	if (!(error instanceof Error)) return undefined
	const isAway = error instanceof AccessAway || troubleOf(error) !== 'other'
	return isAway ? `The database (DATABASE_URL) does not answer: ${error.message}. Try again.` : undefined
}
