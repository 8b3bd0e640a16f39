import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'

import { creating, ownId, stating } from '../api/statements.ts'
import type { Statement } from '../api/statements.ts'
import { versionOf } from '../select/orders.ts'
import { changesOf, payloadOf, placeOf } from './draft.ts'
import type { OrderDraft } from './draft.ts'

type OrderRow = RowOf<'task'>
export type Step = NonNullable<OrderRow['fields']['execution']>['state']

type Clock = { readonly now: number; readonly timeZone: string }
type Giver = Clock & { readonly source: string; readonly issuer: string }
type Recipient = { readonly id: EntityId; readonly name: string }

/** One order for one unit: each answers for itself. */
export function issuing(draft: OrderDraft, { id, name }: Recipient, { number, ...giver }: Giver & { readonly number: number }): Statement {
	const geometry = placeOf(draft)
	const links = [
		{ rel: 'assigned-to', to: id } as const,
		...draft.about.map((to) => ({ rel: 'about', to }) as const),
		...(draft.answers === undefined ? [] : [{ rel: 'answers', to: draft.answers } as const]),
	]
	return creating({
		kind: 'task',
		entity: ownId('task', giver.source),
		payload: {
			type: 'order',
			number: String(number),
			unit: name,
			...payloadOf(draft, giver),
			issuer: giver.issuer,
			command: { version: 1, state: 'issued' },
		},
		links,
		...(geometry && { geometry }),
	})
}

function patch(row: OrderRow, payload: Readonly<Record<string, unknown>>): Statement {
	return stating({ kind: 'task', entity: row.id, payload })
}

function reasonOf(text: string): { readonly reason?: string } {
	const reason = text.trim()
	return reason === '' ? {} : { reason }
}

/** The next wording of an order, with nothing but what it says otherwise. */
export function changing(row: OrderRow, draft: OrderDraft, giver: Giver): Statement {
	const before = new Set((row.links ?? []).flatMap(({ rel, to, inbound }) => (rel === 'assigned-to' && !inbound ? [to] : [])))
	const wanted = new Set(draft.recipients)
	const links = [
		...[...wanted.difference(before)].map((to) => ({ rel: 'assigned-to', to }) as const),
		...[...before.difference(wanted)].map((to) => ({ rel: 'assigned-to', to, removed: true }) as const),
	]
	const command = { version: versionOf(row) + 1, state: 'issued', ...reasonOf(draft.reason) }
	const geometry = placeOf(draft)
	return {
		...patch(row, { ...changesOf(row, draft, giver), issuer: giver.issuer, command }),
		...(links.length > 0 && { links }),
		...(geometry && { geometry }),
	}
}

export function withdrawing(row: OrderRow, reason: string): Statement {
	return patch(row, { command: { version: versionOf(row), state: 'withdrawn', ...reasonOf(reason) } })
}

/** What the unit said by radio, in the name of who heard it. */
export function byRadio(row: OrderRow, state: Step, remark: string): Statement {
	return patch(row, { execution: { answers: versionOf(row), state, ...reasonOf(remark.slice(0, 300)) } })
}

/** The staff has seen what of the execution goes against the command. */
export function noting(row: OrderRow): Statement | undefined {
	const { execution } = row.fields
	return execution ? patch(row, { noted: { answers: execution.answers, state: execution.state } }) : undefined
}

type Reminder = { readonly text: string; readonly to: readonly string[]; readonly priority: 'einfach' | 'sofort' | 'blitz' }

/** A message to who is to carry it out, which the order shows. */
export function reminding(
	row: OrderRow,
	{ text, to, priority }: Reminder,
	{ source, issuer }: Pick<Giver, 'source' | 'issuer'>,
): Statement {
	return creating({
		kind: 'message',
		entity: ownId('message', source),
		payload: { type: 'report', text, priority, from: issuer, to: [...to], direction: 'out' },
		links: [{ rel: 'about', to: row.id }],
	})
}
