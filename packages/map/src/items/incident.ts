import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import { severityRank } from '../item.ts'
import type { SymbolItem } from '../item.ts'
import type { SignSpec } from '../symbols/spec.ts'
import { signWords } from '../symbols/svg.ts'
import { inConflict, lookOf, pointOf, severityOf, stateWords, unconfirmedStale, words } from './facts.ts'
import type { ItemContext } from './facts.ts'

type Category = NonNullable<RowOf<'incident'>['fields']['category']>

/** Sign inside the hazard triangle; a storm's general damage and things without a sign of their own stay plain. */
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
export function incidentItem(row: RowOf<'incident'>, measured: MeasuredRow | undefined, context: ItemContext): SymbolItem | undefined {
	const position = pointOf(row, measured)
	const look = row.fields.state === 'closed' && row.life === 'live' ? 'ended' : lookOf(row, context.now)
	if (!position || !look) return undefined
	const { texts } = context
	const { title, severity } = row.fields
	const sign = incidentSign(row)
	const level = severityOf(severity)
	const conflict = inConflict(row)
	return {
		type: 'symbol',
		group: 'hazard',
		id: row.id,
		kind: 'incident',
		position,
		sign,
		look,
		label: title ?? '',
		title: words(
			title ?? texts.kind('incident'),
			...signWords(sign),
			level.severity === undefined ? undefined : texts.severity(level.severity),
			stateWords(row, context),
			conflict ? texts.conflict : undefined,
		),
		conflict,
		own: false,
		...level,
		...unconfirmedStale(row, context),
	}
}

function incidentSign({ fields, confidence }: RowOf<'incident'>): SignSpec {
	const { category, state, priority } = fields
	const symbol = category ? CATEGORY_SYMBOL[category] : undefined
	const doubtful = (state ?? 'reported') === 'reported' && confidence !== 'confirmed'
	const acute = priority === 'blitz' || severityRank(severityOf(fields.severity).severity) >= 4
	return { grundzeichen: acute ? 'gefahr-akut' : doubtful ? 'gefahr-vermutet' : 'gefahr', ...(symbol ? { symbol } : {}) }
}
