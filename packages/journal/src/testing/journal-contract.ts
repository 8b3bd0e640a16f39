import { afterEach, beforeEach, describe } from 'vitest'

import { appendingContract } from './appending-contract.ts'
import { grantContract } from './grant-contract.ts'
import type { JournalHarness } from './harness.ts'
import { diaryContract, operationContract } from './operation-contract.ts'
import { readingContract } from './reading-contract.ts'
import { trustContract } from './trust-contract.ts'

/** What every journal does, whatever it is kept in. `make` gives an empty place each time. */
export function runJournalContract(name: string, make: () => Promise<JournalHarness>): void {
	describe(`journal in ${name}`, () => {
		let harness: JournalHarness
		beforeEach(async () => {
			harness = await make()
		})
		afterEach(() => harness.dispose())

		appendingContract(() => harness)
		trustContract(() => harness, make)
		readingContract(() => harness)
		operationContract(() => harness)
		diaryContract(() => harness)
		grantContract(() => harness)
	})
}
