import type { OperationId } from '@lagebild/model/ids.ts'

import { stating } from '../api/statements.ts'
import type { Statement } from '../api/statements.ts'
import { titleOf } from '../select/names.ts'
import type { Thing } from '../state/facts.ts'

export type Word = { readonly operation: OperationId; readonly statement: Statement }

/**
 * Says of a thing and others of its kind that they are the same or (`removed`) not. Each pair is said in the operation of one of the two, in the
 * one that is open here (`own`) where one of them stands in it: a base says nothing of what it does not hold.
 */
export function bindingWords(
	thing: Thing,
	others: readonly Thing[],
	{ own, removed }: { readonly own: OperationId; readonly removed: boolean },
): readonly Word[] {
	return others.map((other) => {
		const [from, to] = other.operation === own && thing.operation !== own ? [other, thing] : [thing, other]
		const link = { rel: 'duplicates', to: to.row.id, removed } as const
		return { operation: from.operation, statement: stating({ kind: from.row.kind, entity: from.row.id, links: [link] }) }
	})
}

/** Things of its kind that a person may mean, those first whose names begin alike. */
export function likeliest(thing: Thing, things: Iterable<Thing>): readonly Thing[] {
	const name = titleOf(thing.row)
	return [...things]
		.filter(({ row }) => row.kind === thing.row.kind && row.id !== thing.row.id)
		.map((one) => ({ one, alike: alike(name, titleOf(one.row)), title: titleOf(one.row) }))
		.toSorted((a, b) => b.alike - a.alike || collator.compare(a.title, b.title))
		.map(({ one }) => one)
}

const collator = new Intl.Collator('de', { numeric: true })

/** How many characters from the beginning on are the same. */
function alike(a: string, b: string): number {
	const [one, other] = [a.toLowerCase(), b.toLowerCase()]
	let length = 0
	while (length < one.length && one[length] === other[length]) length++
	return length
}
