import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Doubt, MeasuredRow, Row } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { MapItem } from '../item.ts'
import { words } from './facts.ts'
import type { ItemContext } from './facts.ts'
import type { ItemTexts } from './texts.ts'

/** What is doubted about a thing stands under its name and in its title; a ghost stands where its source claims it to be. */
export function withDoubts(item: MapItem, { row, measured, context }: DoubtFacts): MapItem {
	const said = doubtWords(row, measured, context.texts)
	const [first] = said
	if (first === undefined) return item
	const ghost = item.type === 'area' ? undefined : measured?.ghost?.position
	const doubted = {
		...item,
		note: words(first, item.note),
		title: words(item.title, ...said),
		doubted: true,
		...(ghost && { ghost }),
	} as const
	return doubted.type === 'gauge' && jumped(measured) ? { ...doubted, value: `?${SPACE}${doubted.value}` } : doubted
}

function jumped(measured: MeasuredRow | undefined): boolean {
	return measured?.doubts?.some(({ what, field }) => what === 'jump' && field === 'value') ?? false
}

type DoubtFacts = { readonly row: Row; readonly measured: MeasuredRow | undefined; readonly context: ItemContext }

/** Each doubt once, what matters most first. */
export function doubtWords(row: Row, measured: MeasuredRow | undefined, texts: ItemTexts): readonly string[] {
	const doubts = [...(measured?.doubts ?? []), ...(row.doubts ?? [])]
	return [...new Set(doubts.map((doubt) => wordsOf(doubt, measured, texts)))]
}

function wordsOf(doubt: Doubt, measured: MeasuredRow | undefined, texts: ItemTexts): string {
	switch (doubt.what) {
		case 'speed':
			return texts.implausible(stepOf(measured, texts))
		case 'far':
			return texts.far
		case 'jump':
			return doubt.field === 'value' ? texts.jump : texts.jumpBefore
		case 'clock':
			return clockWords(doubt, texts)
	}
}

/** `412 km in 60 s`. */
function stepOf(measured: MeasuredRow | undefined, texts: ItemTexts): string {
	const { ghost, position } = measured ?? {}
	if (!ghost || !position) return ''
	return `${distanceWords(distanceMetres(position, ghost.position), texts)} in ${spanWords(Math.abs(ghost.at - ghost.from))}`
}

const SPACE = '\u00a0'

function distanceWords(metres: number, { locale }: ItemTexts): string {
	const [figure, unit, digits] = metres < 1_000 ? [metres, 'm', 0] : [metres / 1_000, 'km', metres < 10_000 ? 1 : 0]
	return `${figure.toLocaleString(locale, { maximumFractionDigits: digits })}${SPACE}${unit}`
}

function spanWords(ms: number): string {
	const seconds = Math.round(ms / 1_000)
	if (seconds < 120) return `${seconds}${SPACE}s`
	return seconds < 7_200 ? `${Math.round(seconds / 60)}${SPACE}min` : `${Math.round(seconds / 3_600)}${SPACE}h`
}

const HOUR = 3_600_000

function clockWords({ said, received, at }: Doubt, { clockAhead, clockBehind }: ItemTexts): string {
	const off = ((said === undefined ? undefined : readIso(said)) ?? at) - (received ?? at)
	const span = `${Math.max(1, Math.round(Math.abs(off) / HOUR))}${SPACE}h`
	return off > 0 ? clockAhead(span) : clockBehind(span)
}
