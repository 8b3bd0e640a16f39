import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import type { SymbolItem } from '../item.ts'
import type { SignSpec } from '../symbols/spec.ts'
import { signWords } from '../symbols/svg.ts'
import { conflictWords, inConflict, pointOf, standOf, words } from './facts.ts'
import type { ItemContext, Stand } from './facts.ts'

type Unit = RowOf<'unit'>

/** Own forces: the tactical sign that the organisation states, or a plain formation in its colour. */
export function unitItem(row: Unit, measured: MeasuredRow | undefined, context: ItemContext): SymbolItem | undefined {
	const position = pointOf(row, measured)
	const stand = standOf(row, measured, context)
	if (!position || !stand) return undefined
	const { callsign, short, organisation } = row.fields
	return {
		type: 'symbol',
		group: 'force',
		id: row.id,
		kind: 'unit',
		position,
		sign: unitSign(row.fields),
		look: stand.look,
		label: short ?? callsign ?? '',
		title: unitTitle(row, stand, context),
		conflict: inConflict(row),
		own: context.own?.has(row.id) ?? false,
		organisation: organisation ?? undefined,
		note: stand.note,
	}
}

function unitTitle(row: Unit, stand: Stand, context: ItemContext): string {
	const { callsign, short, fms } = row.fields
	const status = fms ? context.texts.fms(fms, row.fields) : undefined
	return words(callsign ?? short, ...signWords(unitSign(row.fields)), status, stand.words, conflictWords(inConflict(row), context))
}

export function unitSign({ sign, organisation, type }: Unit['fields']): SignSpec {
	const { grundzeichen, ...parts } = sign ?? {}
	return {
		...parts,
		grundzeichen: grundzeichen ?? (sign ? 'taktische-formation' : guessGround(type ?? '')),
		organisation: organisation ?? undefined,
	}
}

/** The only reading of a type's own words: what swims or flies must not look like a formation on land. */
function guessGround(type: string): string {
	if (/boot\b|^boot|schiff/i.test(type)) return 'wasserfahrzeug'
	if (/hubschrauber|\bRTH\b|\bITH\b/i.test(type)) return 'hubschrauber'
	return 'taktische-formation'
}
