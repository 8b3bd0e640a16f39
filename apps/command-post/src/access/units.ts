import type { EntityId } from '@lagebild/model/ids.ts'

import { titleOf } from '../select/names.ts'
import type { Content } from '../state/facts.ts'

export type UnitChoice = { readonly id: EntityId; readonly name: string; readonly support: string }

/** Units of the picture by name; what is over is no unit to give a tablet to. */
export function unitsOf({ things }: Content, language: string): readonly UnitChoice[] {
	return [...things.values()]
		.flatMap(({ row }) =>
			row.kind === 'unit' && row.life === 'live'
				? [{ id: row.id, name: titleOf(row, language), support: typeof row.fields.section === 'string' ? row.fields.section : '' }]
				: [],
		)
		.toSorted((a, b) => a.name.localeCompare(b.name, language, { numeric: true }))
}

/** Every word that was typed, in any order, in name or section. */
export function unitsFor(units: readonly UnitChoice[], typed: string): readonly UnitChoice[] {
	const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
	return units.filter(({ name, support }) => {
		const text = `${name} ${support}`.toLowerCase()
		return words.every((word) => text.includes(word))
	})
}
