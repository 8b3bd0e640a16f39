import { afterEach, beforeEach, describe } from 'vitest'

import { appendingContract, singleWriterContract } from './appending-contract.ts'
import { grantContract } from './grant-contract.ts'
import type { JournalHarness } from './harness.ts'
import { diaryContract, operationContract } from './operation-contract.ts'
import { readingContract } from './reading-contract.ts'
import { trustContract } from './trust-contract.ts'

type Kind = {
	readonly name: string
	readonly writers: 'one' | 'many'
	/** An empty place each time. */ readonly make: () => Promise<JournalHarness>
}

/** What every journal does, whatever it is kept in. */
export function runJournalContract({ name, writers, make }: Kind): void {
	describe(`journal in ${name}`, () => {
		let harness: JournalHarness
		beforeEach(async () => {
			harness = await make()
		})
		afterEach(() => harness.dispose())

		appendingContract(() => harness)
		if (writers === 'one') singleWriterContract(() => harness)
		trustContract(() => harness, make)
		readingContract(() => harness)
		operationContract(() => harness)
		diaryContract(() => harness)
		grantContract(() => harness)
	})
}
