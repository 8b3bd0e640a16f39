import type { Mapping } from './definition.ts'
import { expressionsOf } from './expressions.ts'
import { syntaxOf } from './syntax.ts'

/** Names of properties that any expression of a mapping reads. */
export function namesRead(definition: Mapping): ReadonlySet<string> {
	const texts = [...expressionsOf(definition).values()]
	return new Set(
		texts.flatMap((text) => {
			const read = syntaxOf(text)
			return read.ok ? [...read.value.reads] : []
		}),
	)
}
