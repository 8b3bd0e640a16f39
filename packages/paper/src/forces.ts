import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { formatStrength } from '@lagebild/model/strength.ts'

import { columnsOf, html, name, table } from './html.ts'
import type { Html, Part } from './html.ts'
import { centroidOf, utmrefOf } from './place.ts'
import { standing } from './scene.ts'
import type { Scene, ThingOf } from './scene.ts'
import { part } from './tables.ts'
import { filled } from './words.ts'

type Sum = Scene['figures']['forces']['all']

function strengthOf({ strength: { leaders, subLeaders, crew, total } }: Sum): Html {
	return html`${leaders}/${subLeaders}/${crew}/<strong><u>${total}</u></strong>`
}

export function forces(scene: Scene): Html {
	const { words, figures } = scene
	const { all, sections, withoutSection } = figures.forces
	const named = [...sections.map(({ name: title, own }) => ({ title, sum: own })), { title: words.noSection, sum: withoutSection }]
	const sums = named.filter(({ sum }) => sum.units > 0)
	const lines = [...sums, { title: words.all, sum: all }].map(({ title, sum }): readonly Part[] => [
		name(title),
		sum.units,
		strengthOf(sum),
	])
	const heads = [{ head: words.section }, { head: words.units, figure: true as const }, { head: words.strength, figure: true as const }]
	const missing = all.withoutStrength.length
	const body = html`<p>${filled(words.unitsOf, { units: all.units, ...all.status })}</p>
		${missing > 0 ? html`<p>${filled(words.withoutStrength, { count: missing })}</p>` : undefined}${table(heads, lines)}${units(scene, named)}`
	return part(words.forces, all.units > 0 ? body : undefined, words.none)
}

type Named = { readonly title: string; readonly sum: Sum }

/** Every unit once, by section. */
function units(scene: Scene, named: readonly Named[]): Html {
	const { words } = scene
	const lines = named.flatMap(({ title, sum }) => sum.ids.map((id) => unitLine(scene, id, title)))
	const heads = columnsOf(
		[words.section, words.unit, words.organisation, words.fms, words.since, words.strength, words.place],
		[words.since, words.strength, words.place],
	)
	return table(heads, lines)
}

function unitLine({ byId, words, texts, time }: Scene, id: EntityId, section: string): readonly Part[] {
	const thing = byId.get(id)
	if (thing?.row.kind !== 'unit') return []
	const { fields, fieldAt, at, geometry } = thing.row
	return [
		name(section),
		name(callOf(thing.row)),
		name(organisationOf(thing.row, words)),
		fields.fms ? `${fields.fms} ${texts.fms(fields.fms)}` : '–',
		time(fieldAt?.['fms'] ?? at),
		fields.strength ? formatStrength(fields.strength) : '–',
		thing.measured?.position ? utmrefOf(thing.measured.position) : centroidOf(geometry),
	]
}

function callOf({ id, fields: { callsign, short } }: RowOf<'unit'>): string {
	return callsign ?? short ?? id
}

function organisationOf({ fields: { organisationName, organisation } }: RowOf<'unit'>, words: Scene['words']): string {
	return organisationName ?? (organisation ? words.organisations[organisation] : '')
}

const OVER: ReadonlySet<string> = new Set(['done', 'refused'])

type State = 'new' | NonNullable<RowOf<'task'>['fields']['execution']>['state']

/** An answer to an older wording is none to this one. */
function stateOf({ fields: { command, execution } }: RowOf<'task'>): State {
	return execution && execution.answers >= (command?.version ?? 1) ? execution.state : 'new'
}

function isOpen({ row }: ThingOf<'task'>): boolean {
	const commanded = row.fields.command?.state
	return commanded !== 'draft' && commanded !== 'withdrawn' && !OVER.has(stateOf(row))
}

export function orders(scene: Scene): Html {
	const { words, time, content } = scene
	const open = standing(scene, 'task').filter(isOpen)
	const lines = open
		.map(({ row }) => ({ row, due: time(row.fields.due), overdue: isOverdue(row, content.at) }))
		.toSorted((a, b) => Number(b.overdue) - Number(a.overdue) || a.row.k - b.row.k)
		.map(({ row, due, overdue }): readonly Part[] => [
			name(row.fields.number ?? ''),
			name(recipients(scene, row)),
			html`<div class="text">${name(row.fields.order ?? '')}</div>`,
			name(row.fields.target ?? ''),
			html`${due}${overdue ? html` <strong>${words.overdue}</strong>` : undefined}`,
			words.orderStates[stateOf(row)],
		])
	const heads = columnsOf([words.number, words.to, words.order, '', words.due, words.state], [words.number, words.due])
	return part(words.orders, lines.length > 0 ? table(heads, lines) : undefined, words.none)
}

function isOverdue({ fields }: RowOf<'task'>, now: number): boolean {
	return fields.due !== undefined && fields.due !== null && Date.parse(fields.due) < now
}

function recipients({ byId }: Scene, { fields, links = [] }: RowOf<'task'>): string {
	const named = links
		.filter(({ rel, inbound }) => rel === 'assigned-to' && !inbound)
		.flatMap(({ to }) => {
			const row = byId.get(to)?.row
			if (row?.kind === 'unit') return [row.fields.short ?? row.fields.callsign ?? to]
			return row?.kind === 'section' ? [row.fields.name ?? to] : []
		})
	return named.length > 0 ? named.join(', ') : (fields.unit ?? '')
}
