import type { Profile } from '../cap/alert.ts'
import type { Hazard } from '../cap/info.ts'
import type { JsonValue } from '../json.ts'
import { line } from '../text.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childrenOf, pairsOf } from '../xml/walk.ts'
import { EVENT_CODES, TEST_CODES } from './event-codes.ts'

const MAX_PARAMETERS = 40
const MAX_CELLS = 2_000

/** What the CAP-DWD profile says beyond the standard, per hazard. A message whose hazards are all tests is one. */
export function profileOf(hazards: readonly Hazard[]): Profile {
	const codes = hazards.map(({ lead }) => codesOf(lead).get('II') ?? '')
	return {
		test: codes.length > 0 && codes.every((code) => TEST_CODES.has(code)),
		ext: hazards.length === 0 ? {} : { dwd: { hazards: hazards.slice(0, 20).map(({ lead }) => hazardOf(lead)) } },
	}
}

function hazardOf(lead: XmlElement): JsonValue {
	const codes = codesOf(lead)
	const code = codes.get('II')
	const name = code === undefined ? undefined : EVENT_CODES.get(code)
	const colour = colourOf(codes.get('AREA_COLOR'))
	const groups = (codes.get('GROUP') ?? '').split(';').filter((group) => group !== '')
	const cells = cellsOf(lead)
	return {
		...(code !== undefined && { eventCode: code }),
		...(name !== undefined && { eventName: name }),
		...(groups.length > 0 && { groups }),
		...(colour !== undefined && { colour }),
		...(cells.length > 0 && { warncells: [...cells] }),
		parameters: pairsOf(lead, 'parameter').slice(0, MAX_PARAMETERS).map(parameterOf),
	}
}

function codesOf(lead: XmlElement): ReadonlyMap<string, string> {
	const pairs = pairsOf(lead, 'eventCode').slice(0, MAX_PARAMETERS)
	return new Map(pairs.map(({ name, value }) => [name, line(value, 200) ?? '']))
}

/** `255 0 0` as a colour of the web; undefined when it is none. */
function colourOf(text: string | undefined): string | undefined {
	const parts = (text ?? '').split(' ').map(Number)
	const fits = parts.length === 3 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255)
	return fits ? `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}` : undefined
}

/** Numbers of the warned cells: a digit for the sort of cell, then the official municipality key. Text, for its leading zeros. */
function cellsOf(lead: XmlElement): readonly string[] {
	const codes = childrenOf(lead, 'area').flatMap((area) => pairsOf(area, 'geocode'))
	const cells = codes.flatMap(({ name, value }) => (name === 'WARNCELLID' && /^\d{9}$/.test(value) ? [value] : []))
	return [...new Set(cells)].slice(0, MAX_CELLS)
}

const MEASURE = /^([<>]=?|um|bis|ab)?\s?(-?\d{1,6}(?:[.,]\d{1,4})?)(?:\s?-\s?(-?\d{1,6}(?:[.,]\d{1,4})?))?\s?\[([^\]]{1,20})\]$/

/** `>110 [km/h]`, `75-100 [km/h]`, `-3 [°C]` in parts, beside the text as it was sent. */
function parameterOf({ name, value }: { readonly name: string; readonly value: string }): JsonValue {
	const text = line(value, 300) ?? ''
	const [, bound, low, high, unit] = MEASURE.exec(text) ?? []
	return {
		name: line(name, 100) ?? '',
		text,
		...(bound !== undefined && { bound }),
		...(low !== undefined && { value: Number(low.replace(',', '.')) }),
		...(high !== undefined && { to: Number(high.replace(',', '.')) }),
		...(unit !== undefined && { unit }),
	}
}
