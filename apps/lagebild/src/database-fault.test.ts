import { AccessAway } from '@lagebild/access/writing.ts'
import { Lost } from '@lagebild/journal/postgres/trouble.ts'
import { expect, test } from 'vitest'

import { databaseFault } from './database-fault.ts'

test.each([new AccessAway('connect ECONNREFUSED'), new Lost(new Error('connect ECONNREFUSED'))])(
	'of a database that is away a person reads why, and no stack (%s)',
	async (error) => {
		expect(await databaseFault(error)).toBe('The database (DATABASE_URL) does not answer: connect ECONNREFUSED. Try again.')
	},
)

test('what is no fault of the database is told as it is', async () => {
	expect(await databaseFault(new TypeError('x is not a function'))).toBeUndefined()
})
