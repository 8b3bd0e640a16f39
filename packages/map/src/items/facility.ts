import type { GateState } from '@lagebild/model/kinds/facility.ts'
import { GATE_STATES } from '@lagebild/model/kinds/gate-states.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { GateItem, MapItem, SymbolItem } from '../item.ts'
import type { SignSpec } from '../symbols/spec.ts'
import { signWords } from '../symbols/svg.ts'
import { areaOf } from './area.ts'
import { conflictWords, inConflict, pointOf, standOf, words } from './facts.ts'
import type { ItemContext } from './facts.ts'

type Facility = RowOf<'facility'>

const SIGNS: Readonly<Record<NonNullable<Facility['fields']['type']>, SignSpec>> = {
	gate: { grundzeichen: 'ortsfeste-stelle', fachaufgabe: 'abwehr-wassergefahren' },
	pump: { grundzeichen: 'ortsfeste-stelle', fachaufgabe: 'pumpen' },
	'dike-section': { grundzeichen: 'ortsfeste-stelle', fachaufgabe: 'abwehr-wassergefahren' },
	polder: { grundzeichen: 'stelle', fachaufgabe: 'abwehr-wassergefahren' },
	shelter: { grundzeichen: 'ortsfeste-stelle', fachaufgabe: 'unterbringung' },
	'care-site': { grundzeichen: 'stelle', fachaufgabe: 'betreuung' },
	'collection-point': { grundzeichen: 'stelle', symbol: 'sammelplatz-betroffene' },
	hospital: { grundzeichen: 'ortsfeste-stelle', fachaufgabe: 'krankenhaus' },
	'assembly-point': { grundzeichen: 'stelle', symbol: 'sammelplatz-betroffene' },
	'staging-area': { grundzeichen: 'stelle', symbol: 'sammeln' },
	school: { grundzeichen: 'gebaeude' },
	'command-post': { grundzeichen: 'befehlsstelle', organisation: 'fuehrung', fachaufgabe: 'fuehrung' },
	other: { grundzeichen: 'stelle' },
}

export function facilityItem(row: Facility, measured: MeasuredRow | undefined, context: ItemContext): MapItem | undefined {
	const position = pointOf(row, measured)
	const stand = standOf(row, measured, context)
	if (!stand) return undefined
	if (!position) return dikeOf(row, context)
	const { name, type } = row.fields
	const common = {
		id: row.id,
		kind: 'facility',
		position,
		look: stand.look,
		label: type === 'gate' ? '' : (name ?? ''),
		own: false,
		note: stand.note,
		standing: stand.words,
	} as const
	return type === 'gate' ? gateItem(row, common, context) : placeItem(row, common, context)
}

type CommonFacts = Pick<SymbolItem, 'id' | 'kind' | 'position' | 'look' | 'label' | 'own' | 'note'> & {
	readonly standing: string | undefined
}

function placeItem(row: Facility, { standing, ...common }: CommonFacts, context: ItemContext): SymbolItem {
	const sign = SIGNS[row.fields.type ?? 'other']
	const { name, capacity, occupied } = row.fields
	const conflict = inConflict(row)
	const filling = typeof capacity === 'number' && typeof occupied === 'number' ? `${occupied}/${capacity}` : undefined
	return {
		...common,
		type: 'symbol',
		group: 'place',
		sign,
		title: words(name ?? context.texts.kind('facility'), ...signWords(sign), filling, standing, conflictWords(conflict, context)),
		conflict,
	}
}

/** Two sources that differ stay two; the mark shows the worse case, which the picture reckons with. */
function gateItem(row: Facility, { standing, ...common }: CommonFacts, context: ItemContext): GateItem {
	const { texts, now } = context
	const state = gateState(row)
	const conflict = inConflict(row, 'gate')
	const due = row.fields.closeBy ? readIso(row.fields.closeBy) : undefined
	const late = due !== undefined && due <= now && state !== 'closed' && state !== 'unknown'
	return {
		...common,
		type: 'gate',
		state,
		action: conflict || state === 'fault' || late,
		title: words(row.fields.name ?? texts.kind('facility'), texts.gate(state), conflictWords(conflict, context), standing),
		conflict,
	}
}

const WORST_FIRST: readonly GateState[] = ['fault', 'open', 'closing', 'unknown', 'closed']

/** The newest word of each source, and of those the least favourable. Nothing said is unknown, never closed. */
export function gateState({ fields, claims }: Facility): GateState {
	const newest = new Map<string, GateState>()
	for (const { field, source, value } of claims ?? []) {
		const state = field === 'gate' ? GATE_STATES.find((one) => one === value) : undefined
		if (state && !newest.has(source)) newest.set(source, state)
	}
	if (newest.size === 0) return fields.gate ?? 'unknown'
	const said = new Set(newest.values())
	return WORST_FIRST.find((state) => said.has(state)) ?? 'unknown'
}

function dikeOf(row: Facility, context: ItemContext): MapItem | undefined {
	const { name, type } = row.fields
	return areaOf(
		row,
		{ label: name ?? '', pattern: 'none', edge: type === 'dike-section' ? 'dike' : 'dotted', boxed: false, words: [] },
		context,
	)
}
