import { expect, test } from 'vitest'

import { readRoute } from './route.ts'

test('a page without an operation is read, as a link into an account leads to it', () => {
	expect(readRoute('#//konto')).toEqual({ page: 'konto' })
})
