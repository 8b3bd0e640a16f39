import { DatabaseError } from 'pg'

/**
 * What an error of the database means for what was asked. `lost`: the connection or the server is gone, the outcome is unknown. `full` and
 * `busy`: rolled back, nothing was stored. `other`: rolled back, and asking again would end the same way.
 */
export type Trouble = 'lost' | 'full' | 'busy' | 'other'

/** Classes and codes of SQLSTATE (PostgreSQL, appendix A). 25006 and 57: no primary any more, going down, coming up. 25P03: idle too long. */
const LOST = ['08', '57P', '25006', '25P03', '53300', '28', '3D000', '58']
const FULL = ['53100']
const BUSY = ['55P03', '57014', '40']

export function troubleOf(error: unknown): Trouble {
	if (error instanceof Unfit || error instanceof Lost) return 'lost'
	const code = error instanceof DatabaseError ? error.code : undefined
	if (code === undefined) return 'other'
	if (starts(code, BUSY)) return 'busy'
	if (starts(code, FULL)) return 'full'
	return starts(code, LOST) ? 'lost' : 'other'
}

function starts(code: string, prefixes: readonly string[]): boolean {
	return prefixes.some((prefix) => code.startsWith(prefix))
}

/**
 * What a sender may be told of it: the code by which an administrator finds the error in the server's log. Its words may hold addresses, names of
 * users and values of rows.
 */
export function codeOf(error: unknown): string {
	const cause = error instanceof Lost ? error.cause : error
	const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
	return typeof code === 'string' && /^[A-Z0-9_]{3,40}$/.test(code) ? ` (${code})` : ''
}

/** The connection ended, could not be made, or gave no answer in time. */
export class Lost extends Error {
	constructor(cause: unknown) {
		super(cause instanceof Error ? cause.message : String(cause), { cause })
	}
}

/** What the client throws without a word of the server comes from the connection. */
export function fromClient(error: unknown): unknown {
	const isOwn = error instanceof DatabaseError || error instanceof Unfit || error instanceof TypeError || error instanceof RangeError
	return isOwn ? error : new Lost(error)
}

/** The server is there and cannot be trusted with a journal. */
export class Unfit extends Error {}
