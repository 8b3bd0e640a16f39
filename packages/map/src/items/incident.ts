import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import { severityRank } from '../item.ts'
import type { SymbolItem } from '../item.ts'
import type { SignSpec } from '../symbols/spec.ts'
import { signWords } from '../symbols/svg.ts'
import { conflictWords, inConflict, pointOf, severityOf, standOf, words } from './facts.ts'
import type { ItemContext, Stand } from './facts.ts'

type Incident = RowOf<'incident'>
type Category = NonNullable<Incident['fields']['category']>

/** Sign inside the hazard triangle; things without a sign of their own stay plain. */
const CATEGORY_SYMBOL: Readonly<Record<Category, string | undefined>> = {
	flooding: 'wasser',
	'dike-damage': 'wasser',
	'person-in-danger': 'person',
	'ship-accident': 'wasserfahrzeug',
	'power-outage': 'elektrizitaet',
	'hazardous-material': 'abc',
	fire: 'fortentwickelter-brand',
	'storm-damage': 'beschaedigt',
	'road-blocked': 'blockiert',
	medical: 'person-verletzt',
	other: undefined,
}

/** Schadenstelle: red triangle point up (edition 2024), acute with an exclamation mark, unconfirmed with a question mark. */
export function incidentItem(row: Incident, measured: MeasuredRow | undefined, context: ItemContext): SymbolItem | undefined {
	const position = pointOf(row, measured)
	const stand = standOf(row, measured, context)
	if (!position || !stand) return undefined
	return {
		type: 'symbol',
		group: 'hazard',
		id: row.id,
		kind: 'incident',
		position,
		sign: incidentSign(row),
		look: row.fields.state === 'closed' && stand.look === 'live' ? 'ended' : stand.look,
		label: row.fields.title ?? '',
		title: incidentTitle(row, stand, context),
		conflict: inConflict(row),
		own: false,
		severity: severityOf(row.fields.severity),
		note: stand.note,
	}
}

function incidentTitle(row: Incident, stand: Stand, context: ItemContext): string {
	const { texts } = context
	const level = severityOf(row.fields.severity)
	return words(
		row.fields.title ?? texts.kind('incident'),
		...signWords(incidentSign(row)),
		level === undefined ? undefined : texts.severity(level),
		stand.words,
		conflictWords(inConflict(row), context),
	)
}

function incidentSign({ fields, confidence }: Incident): SignSpec {
	const { category, state, priority, severity } = fields
	const doubtful = (state ?? 'reported') === 'reported' && confidence !== 'confirmed'
	const acute = priority === 'blitz' || severityRank(severityOf(severity)) >= 4
	const ground = doubtful ? 'gefahr-vermutet' : 'gefahr'
	return { grundzeichen: acute ? 'gefahr-akut' : ground, symbol: category ? CATEGORY_SYMBOL[category] : undefined }
}
