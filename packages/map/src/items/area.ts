import type { Geometry } from '@lagebild/model/geo.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'

import type { AreaEdge, AreaItem, AreaPattern, SeverityLevel } from '../item.ts'
import { conflictWords, inConflict, severityOf, standOf, words } from './facts.ts'
import type { ItemContext } from './facts.ts'
import { labelPoint } from './label-point.ts'

export type AreaPlan = {
	readonly label: string
	readonly pattern: AreaPattern
	readonly edge: AreaEdge
	readonly boxed: boolean
	readonly severity?: SeverityLevel | undefined
	/** Further words of the title. */
	readonly words: readonly (string | undefined)[]
}

/** Any row with a line or an area as the map shows it; undefined when there is nothing (any more) to show. */
export function areaOf(row: Row, plan: AreaPlan, context: ItemContext): AreaItem | undefined {
	const stand = standOf(row, undefined, context)
	const { geometry } = row
	if (!stand || !geometry || isPoint(geometry)) return undefined
	const { texts } = context
	const conflict = inConflict(row)
	return {
		type: 'area',
		id: row.id,
		kind: row.kind,
		position: labelPoint(geometry),
		geometry,
		look: stand.look,
		label: words(plan.label, plan.label === '' ? undefined : stand.note),
		title: words(
			plan.label || texts.kind(row.kind),
			plan.severity === undefined ? undefined : texts.severity(plan.severity),
			...plan.words,
			stand.words,
			conflictWords(conflict, context),
		),
		pattern: plan.pattern,
		edge: plan.edge,
		boxed: plan.boxed,
		conflict,
		own: false,
		severity: plan.severity,
	}
}

function isPoint({ type }: Geometry): boolean {
	return type === 'Point' || type === 'MultiPoint'
}

export function warningItem(row: RowOf<'warning'>, context: ItemContext): AreaItem | undefined {
	const { event, texts, severity, senderName } = row.fields
	const language = context.texts.locale.slice(0, 2)
	const variants = Object.entries(texts ?? {})
	const [, text] = variants.find(([tag]) => tag.toLowerCase().startsWith(language)) ?? variants[0] ?? []
	const label = text?.event ?? event ?? ''
	return areaOf(
		row,
		{ label, pattern: 'severity', edge: 'solid', boxed: true, severity: severityOf(severity), words: [senderName ?? undefined] },
		context,
	)
}

export function areaItem(row: RowOf<'area'>, context: ItemContext): AreaItem | undefined {
	const { name, role, severity, population, evacuated } = row.fields
	const share = role === 'evacuation' && population && typeof evacuated === 'number' ? percent(evacuated / population, context) : undefined
	const label = share ? `${name ?? ''}, ${share}` : (name ?? '')
	return areaOf(
		row,
		{
			label,
			...roleLook(role ?? 'sketch'),
			severity: role === 'section' ? undefined : severityOf(severity),
			words: [share ? context.texts.evacuated(share) : undefined],
		},
		context,
	)
}

function percent(share: number, { texts }: ItemContext): string {
	return new Intl.NumberFormat(texts.locale, { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

function roleLook(role: NonNullable<RowOf<'area'>['fields']['role']>): Pick<AreaPlan, 'pattern' | 'edge' | 'boxed'> {
	switch (role) {
		case 'danger':
		case 'flooded':
		case 'exclusion':
			return { pattern: 'severity', edge: 'solid', boxed: true }
		case 'simulation':
			return { pattern: 'severity', edge: 'dashed', boxed: true }
		case 'evacuation':
			return { pattern: 'plus', edge: 'dashed', boxed: true }
		case 'dike-line':
			return { pattern: 'none', edge: 'dike', boxed: false }
		case 'section':
		case 'polder':
		case 'sketch':
			return { pattern: 'none', edge: 'dotted', boxed: false }
	}
}
