import type { Refusal } from '../api/operations.ts'
import { say } from '../api/say.ts'
import type { Word } from './bind.ts'

/** Stops at the first refusal. */
export async function sayWords(words: readonly Word[]): Promise<Refusal> {
	for (const [operation, group] of Map.groupBy(words, (word) => word.operation)) {
		const refusal = await say(
			operation,
			group.map(({ statement }) => statement),
		)
		if (refusal !== undefined) return refusal
	}
	return undefined
}
