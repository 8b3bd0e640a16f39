import type { Row, RowOf } from '@lagebild/model/row.ts'
import { coveredBy } from '@lagebild/picture/label.ts'

import { clockOf, HOUR_MS, isLate, shortly, timeIn } from './finding.ts'
import type { Finding, Sight, Thing, Words } from './finding.ts'

/** A Blitz message that nobody took note of for so long is no alarm any more. */
const BLITZ_MS = 4 * HOUR_MS

/** R30: until somebody signs for it, or answers. */
export function messageFindings({ row }: Thing, sight: Sight): readonly Finding[] {
	if (row.kind !== 'message' || !isOpenBlitz(row)) return []
	const { text, from, composed } = row.fields
	const since = timeIn(composed) ?? row.at
	const sender: Words = from ? { de: ` von ${from}`, en: ` from ${from}` } : { de: '', en: '' }
	const beginning = shortly(text ?? '')
	if (sight.moment.passed(since + BLITZ_MS)) return []
	return [
		{
			rule: 'blitz',
			state: isLate(since, sight) ? 'keep' : 'up',
			about: row.id,
			since,
			severity: 'Severe',
			name: from ?? '',
			label: row.label,
			title: { de: `Blitzmeldung${sender.de}`, en: `Blitz message${sender.en}` },
			cause: { de: beginning, en: beginning },
		},
	]
}

function isOpenBlitz(row: RowOf<'message'>): boolean {
	const { priority, type, direction } = row.fields
	return row.life === 'live' && priority === 'blitz' && type !== 'diary' && direction !== 'out' && !isTaken(row)
}

function isTaken({ fields: { receipts }, links = [] }: RowOf<'message'>): boolean {
	return Object.values(receipts ?? {}).some(Boolean) || links.some(({ rel, inbound }) => rel === 'answers' && inbound)
}

type Task = RowOf<'task'>

/** R31 to R33. */
export function orderFindings({ row }: Thing, sight: Sight): readonly Finding[] {
	if (row.kind !== 'task' || row.fields.type === 'request' || row.life !== 'live') return []
	const found = refused(row) ?? withdrawn(row) ?? overdue(row, sight)
	if (!found) return []
	const name = nameOf(row)
	const unit = unitOf(row, sight)
	const who = unit === '' ? '' : `${unit}, `
	return [
		{
			...found,
			about: row.id,
			name: name.de,
			label: row.label,
			title: { de: `${name.de} ${found.title.de}`, en: `${name.en} ${found.title.en}` },
			cause: { de: `${who}${found.cause.de}`, en: `${who}${found.cause.en}` },
		},
	]
}

function nameOf({ fields: { order, number } }: Task): Words {
	if (number) return { de: `Auftrag ${number}`, en: `Order ${number}` }
	const text = shortly(order ?? '')
	return { de: `Auftrag „${text}“`, en: `Order “${text}”` }
}

type Found = Pick<Finding, 'rule' | 'state' | 'since' | 'severity' | 'title' | 'cause'>

function execution({ at, fieldAt, fields }: Task) {
	const { command, execution: said, noted } = fields
	if (!command || !said) return undefined
	const seen = noted?.answers === said.answers && noted.state === said.state
	return { ...said, command, seen, current: said.answers === command.version, at: fieldAt?.['execution'] ?? at }
}

function refused(row: Task): Found | undefined {
	const said = execution(row)
	if (said?.state !== 'refused' || !said.current || said.command.state !== 'issued' || said.seen) return undefined
	const why = said.reason ?? ''
	return {
		rule: 'order-refused',
		state: 'up',
		since: said.at,
		severity: 'Severe',
		title: { de: 'abgelehnt', en: 'refused' },
		cause: { de: why || 'ohne Grund', en: why || 'no reason given' },
	}
}

const CARRIED_OUT: Readonly<Record<string, Words>> = {
	'in-progress': { de: 'wird trotzdem ausgeführt', en: 'is carried out all the same' },
	done: { de: 'trotzdem ausgeführt', en: 'carried out all the same' },
}

function withdrawn(row: Task): Found | undefined {
	const said = execution(row)
	const words = said && CARRIED_OUT[said.state]
	if (!said || !words || said.command.state !== 'withdrawn' || said.seen) return undefined
	return {
		rule: 'order-withdrawn',
		state: 'up',
		since: said.at,
		severity: 'Severe',
		title: { de: 'zurückgenommen und ausgeführt', en: 'withdrawn and carried out' },
		cause: words,
	}
}

function overdue(row: Task, sight: Sight): Found | undefined {
	const due = timeIn(row.fields.due)
	const said = execution(row)
	const over = said?.current && (said.state === 'done' || said.state === 'refused')
	if (due === undefined || !sight.moment.reached(due) || over || row.fields.command?.state !== 'issued') return undefined
	const when = clockOf(due, sight)
	return {
		rule: 'order-overdue',
		state: isLate(due, sight) ? 'keep' : 'up',
		since: due,
		severity: 'Moderate',
		title: { de: 'überfällig', en: 'overdue' },
		cause: { de: `fällig ${when}`, en: `due ${when}` },
	}
}

/** Who is to carry it out, as far as whoever sees the order may see them. */
function unitOf({ fields, links = [], label }: Task, { rowOf }: Sight): string {
	if (fields.unit) return fields.unit
	const link = links.find(({ rel, inbound }) => rel === 'assigned-to' && !inbound)
	const row = link && rowOf(link.to)
	return row && coveredBy(row.label, label) ? titleOf(row) : ''
}

function titleOf(row: Row): string {
	if (row.kind === 'unit') return row.fields.callsign ?? ''
	return row.kind === 'section' ? (row.fields.name ?? '') : ''
}
