import { partsOf } from '@lagebild/model/ids.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'

/** What a unit is called by, the plainest first: of two that differ the first decides. */
export const CALLED_BY = ['callsign', 'opta', 'issi'] as const
export type CalledBy = (typeof CALLED_BY)[number]

/** A unit's names as they are compared; absent where it states none. */
export type CallNames = { readonly [by in CalledBy]?: string }

const known = new WeakMap<RowOf<'unit'>, CallNames>()

export function isUnit(row: Row): row is RowOf<'unit'> {
	return row.kind === 'unit'
}

/** Brought in with a list, and not by anybody who reports. */
export function isMasterData({ id }: Pick<Row, 'id'>): boolean {
	return partsOf(id).source === MASTER_DATA_SOURCE
}

/** P80: kept by row, because a row never changes. */
export function callNames(row: RowOf<'unit'>): CallNames {
	const held = known.get(row)
	if (held) return held
	const { callsign, opta, issi } = row.fields
	const names: CallNames = { ...said('callsign', spokenName(callsign)), ...said('opta', optaName(opta)), ...said('issi', numberName(issi)) }
	known.set(row, names)
	return names
}

function said(by: CalledBy, name: string): CallNames {
	return name === '' ? {} : { [by]: name }
}

/**
 * Case, blanks and marks do not count, but between two figures, where any of them is a stroke: `Florian HH 11-1` and `florian hh 11 / 1` are
 * one name, `1/11` and `11/1` are not.
 */
function spokenName(text: string | null | undefined): string {
	return (text ?? '')
		.normalize('NFC')
		.toLowerCase()
		.replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()
		.replaceAll(/(?<=\p{N}) (?=\p{N})/gu, '/')
		.replaceAll(' ', '')
}

function optaName(text: string | null | undefined): string {
	return (text ?? '').normalize('NFC').toUpperCase().trimEnd()
}

function numberName(text: string | null | undefined): string {
	return (text ?? '').replace(/^0+/, '')
}
