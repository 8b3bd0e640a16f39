import { expect, test } from 'vitest'

import { Wire } from './wire.ts'

/** Each row of the table: a name, what came in, how it is read off, and what it is. From bytes to rows, nothing is faked in between. */
export type Case = {
	readonly name: string
	readonly given: (wire: Wire) => Wire
	readonly over?: { readonly status: 'exercise' }
	readonly read: (wire: Wire) => unknown
	readonly is: unknown
}

export function runTable(cases: readonly Case[]): void {
	test.each(cases)('$name', ({ given, over, read, is }) => {
		expect(read(given(new Wire(over)))).toEqual(is)
	})
}
