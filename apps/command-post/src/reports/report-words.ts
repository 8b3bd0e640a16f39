import { mayDo } from '@lagebild/model/access/roles.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Row } from '@lagebild/model/row.ts'
import { formatTacticalTime } from '@lagebild/model/tactical-time.ts'
import { iso } from '@lagebild/model/time.ts'

import { creating, ownId, stating } from '../api/statements.ts'
import type { MessageThing } from '../diary/entries.ts'
import type { Word } from '../same/bind.ts'
import type { ListedOperation, Thing } from '../state/facts.ts'

/** May whoever sits here say something of it: by role, and while its operation is open. */
export function maySpeakOf({ row, operation }: Thing, grant: Grant, operations: readonly ListedOperation[]): boolean {
	return mayDo(grant.role, row.kind, 'patch') && operations.find(({ id }) => id === operation)?.state === 'open'
}

/** Given to, or taken back from, an addressee; the first one that is given takes the message into the register. */
export function givingWords({ row, operation }: MessageThing, given: Readonly<Record<string, boolean>>, number: string): readonly Word[] {
	const registered = row.fields.registryNumber ? {} : { registryNumber: number }
	return [{ operation, statement: stating({ kind: 'message', entity: row.id, payload: { distribution: given, ...registered } }) }]
}

type Signing = { readonly addressee: string; readonly name: string; readonly now: number; readonly timeZone: string }

const NAME_LENGTH = 100

/** Signed with name and time: a receipt is evidence. */
export function signingWords({ row, operation }: MessageThing, { addressee, name, now, timeZone }: Signing): readonly Word[] {
	const signed = `${name.slice(0, NAME_LENGTH)}, ${formatTacticalTime(now, timeZone)}`
	return [{ operation, statement: stating({ kind: 'message', entity: row.id, payload: { receipts: { [addressee]: signed } } }) }]
}

export function judgingWords({ row, operation }: Thing, confidence: NonNullable<Row['confidence']>): readonly Word[] {
	return [{ operation, statement: stating({ kind: row.kind, entity: row.id, confidence }) }]
}

export type NewIncident = { readonly title: string; readonly category: string }

/** An incident where the message says that it is, and of the message that it speaks of it and is plausible at least. */
export function promotingWords(thing: MessageThing, said: NewIncident, source: string): readonly Word[] {
	const { row, operation } = thing
	const incident = ownId('incident', source)
	const { priority, text, from } = row.fields
	const payload = {
		...said,
		state: 'reported',
		...(priority && { priority }),
		...(text && { description: text }),
		...(from && { reporter: from }),
	}
	const made = creating({ kind: 'incident', entity: incident, payload, ...(row.geometry && { geometry: row.geometry }) })
	const judged = row.confidence === 'confirmed' || row.confidence === 'plausible' ? {} : { confidence: 'plausible' as const }
	const link = stating({ kind: 'message', entity: row.id, links: [{ rel: 'about', to: incident }], ...judged })
	return [
		{ operation, statement: made },
		{ operation, statement: link },
	]
}

/** The fields of the four-part form as far as somebody filled them in. */
export type NewReport = {
	readonly direction: 'in' | 'out'
	readonly priority: 'einfach' | 'sofort' | 'blitz'
	readonly registryNumber: string
	readonly from: string
	readonly to: string
	readonly channel: string
	readonly header: string
	readonly conversation: boolean
	readonly text: string
	readonly sign: string
	readonly function: string
	readonly note: string
	readonly addressees: readonly string[]
	readonly answers: EntityId | ''
}

const LINES = ['registryNumber', 'from', 'channel', 'header', 'sign', 'function', 'note'] as const

type Moment = {
	readonly operation: OperationId
	readonly source: string
	readonly composed: number
	readonly now: number
	readonly taker: string
}

/** What comes in is taken down now, what goes out is accepted for sending now. */
export function reportWords(said: NewReport, { operation, source, composed, now, taker }: Moment): readonly Word[] {
	const lines = Object.fromEntries(LINES.flatMap((field) => (said[field].trim() === '' ? [] : [[field, said[field].trim()]])))
	const to = said.to.split(/[,;\n]/).flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
	const note = { at: iso(Math.round(now)), sign: taker.slice(0, 60), ...(said.channel !== '' && { channel: said.channel }) }
	const payload = {
		type: 'report',
		text: said.text.trim(),
		direction: said.direction,
		priority: said.priority,
		composed: iso(Math.round(composed)),
		handling: { [said.direction === 'in' ? 'intake' : 'acceptance']: note },
		...lines,
		...(to.length > 0 && { to }),
		...(said.conversation && { conversation: true }),
		...(said.addressees.length > 0 && { distribution: Object.fromEntries(said.addressees.map((one) => [one, true])) }),
	}
	const links = said.answers === '' ? [] : [{ rel: 'answers' as const, to: said.answers }]
	const statement = creating({ kind: 'message', entity: ownId('message', source), payload, ...(links.length > 0 && { links }) })
	return [{ operation, statement }]
}

/** It has gone out: when, by whom, by which means. */
export function sentWords({ row, operation }: MessageThing, { name, now }: Pick<Signing, 'name' | 'now'>): readonly Word[] {
	const { channel } = row.fields
	const transport = { at: iso(Math.round(now)), sign: name.slice(0, 60), ...(channel && { channel }) }
	return [{ operation, statement: stating({ kind: 'message', entity: row.id, payload: { handling: { transport } } }) }]
}
