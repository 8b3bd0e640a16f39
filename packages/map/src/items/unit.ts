import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import type { SymbolItem } from '../item.ts'
import type { SignSpec } from '../symbols/spec.ts'
import { signWords } from '../symbols/svg.ts'
import { inConflict, lookOf, moverStale, pointOf, stateWords, words } from './facts.ts'
import type { ItemContext } from './facts.ts'

/** Own forces: the tactical sign that the organisation states, or a plain formation in its colour. */
export function unitItem(row: RowOf<'unit'>, measured: MeasuredRow | undefined, context: ItemContext): SymbolItem | undefined {
	const position = pointOf(row, measured)
	const look = lookOf(row, context.now)
	if (!position || !look) return undefined
	const { callsign, short, organisation, fms } = row.fields
	const { texts } = context
	const conflict = inConflict(row)
	const sign = unitSign(row.fields)
	const stale = moverStale(row, measured, context)
	const name = short ?? callsign ?? ''
	return {
		type: 'symbol',
		group: 'force',
		id: row.id,
		kind: 'unit',
		position,
		sign,
		look,
		label: name,
		title: words(
			callsign ?? name,
			...signWords(sign),
			fms ? texts.fms(fms) : undefined,
			stale.stale,
			stateWords(row, context),
			conflict ? texts.conflict : undefined,
		),
		conflict,
		own: context.own?.has(row.id) ?? false,
		...(organisation ? { organisation } : {}),
		...stale,
	}
}

export function unitSign({ sign, organisation, type }: RowOf<'unit'>['fields']): SignSpec {
	const stated = sign ?? {}
	const { fachaufgabe, einheit, verwaltungsstufe, symbol, text } = stated
	return {
		grundzeichen: stated.grundzeichen ?? (sign ? 'taktische-formation' : guessGround(type ?? '')),
		...(organisation ? { organisation } : {}),
		...(fachaufgabe ? { fachaufgabe } : {}),
		...(einheit ? { einheit } : {}),
		...(verwaltungsstufe ? { verwaltungsstufe } : {}),
		...(symbol ? { symbol } : {}),
		...(text ? { text } : {}),
	}
}

/** The only reading of a type's own words: what swims or flies must not look like a formation on land. */
function guessGround(type: string): string {
	if (/boot\b|^boot|schiff/i.test(type)) return 'wasserfahrzeug'
	if (/hubschrauber|\bRTH\b|\bITH\b/i.test(type)) return 'hubschrauber'
	return 'taktische-formation'
}
