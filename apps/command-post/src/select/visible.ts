import { nativeOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { spokenOpta } from '@lagebild/model/opta.ts'
import { priorityRank } from '@lagebild/model/priority.ts'
import { formatTriage, triageOfCounter } from '@lagebild/model/triage.ts'
import { isOver } from '@lagebild/picture/standing.ts'

import type { Content, Filter, Thing } from '../state/facts.ts'
import { layerOf } from './layer.ts'
import type { LayerId } from './layer.ts'
import { isShown, newestAt, standOf } from './life.ts'
import { memoLast } from './memo.ts'
import { titleOf } from './names.ts'
import { thingsOnce } from './ones.ts'
import { severityOf, severityRank } from './severity.ts'
import { typedOf } from './typed.ts'

const searchText = new WeakMap<Thing['row'], string>()

/** Everything about a row that a person may search for, in small letters. Its source is none of it: `fl` would find all of `flutschutztore`. */
function searchTextOf({ row }: Thing): string {
	const known = searchText.get(row)
	if (known !== undefined) return known
	const values = Object.values(row.fields).filter((value) => typeof value === 'string')
	const text = [titleOf(row), ...values, ...spokenWords(row), nativeOf(row.id)].join('\n').toLowerCase()
	searchText.set(row, text)
	return text
}

/** What people say for what is stored as a key or cut into columns: `SK II, gelb`, an OPTA without its filling. */
function spokenWords(row: Thing['row']): readonly string[] {
	if (row.kind === 'unit') return row.fields.opta ? [spokenOpta(row.fields.opta)] : []
	const triage = row.kind === 'counter' ? triageOfCounter(row.fields.what ?? '') : undefined
	return triage ? [formatTriage(triage, 'de'), formatTriage(triage, 'en')] : []
}

/** Blitz before Sofort before the rest. */
function urgencyOf({ kind, fields }: Thing['row']): number {
	return kind === 'incident' || kind === 'message' || kind === 'task' ? priorityRank('priority' in fields ? fields.priority : undefined) : 0
}

export function matchesText(thing: Thing, text: string): boolean {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean)
	return words.every((word) => searchTextOf(thing).includes(word))
}

/** A place or a time that was typed is nothing to look for in names. */
function wordsOf({ text }: Filter): string {
	return typedOf(text, 'UTC') ? '' : text
}

/** Passes severity and text; layers are asked separately, because they are counted before they are hidden. */
function matches(thing: Thing, filter: Filter, words: string): boolean {
	return filter.severities.has(severityOf(thing.row) ?? 'none') && matchesText(thing, words)
}

/** Live things and what was over a moment ago, or (`over`) whenever; `minute` renews what the clock decides. */
export const shownThings = memoLast((content: Content, minute: number, over: boolean): readonly Thing[] => {
	const now = minute * 60_000
	return thingsOnce(content, minute).filter((thing) => thing.row.kind !== 'feed' && isShown(thing, now, over))
})

/** How many things are over: in sight still, and beyond. */
export const overCounts = memoLast((content: Content, minute: number): { readonly shown: number; readonly hidden: number } => {
	const now = minute * 60_000
	const over = [...content.things.values()].filter((thing) => isOver(standOf(thing, now).state))
	const shown = over.filter((thing) => isShown(thing, now)).length
	return { shown, hidden: over.length - shown }
})

/** Shown on the map and in the list. */
export const visibleThings = memoLast((shown: readonly Thing[], filter: Filter): readonly Thing[] => {
	const words = wordsOf(filter)
	return shown.filter((thing) => {
		const layer = layerOf(thing)
		return layer !== undefined && !filter.hidden.has(layer) && matches(thing, filter, words)
	})
})

export type LayerFigure = { readonly count: number; readonly newest: number }

export const layerFigures = memoLast((shown: readonly Thing[]): ReadonlyMap<LayerId, LayerFigure> => {
	const figures = new Map<LayerId, LayerFigure>()
	for (const thing of shown) {
		const layer = layerOf(thing)
		if (layer === undefined) continue
		const { count, newest } = figures.get(layer) ?? { count: 0, newest: 0 }
		figures.set(layer, { count: count + 1, newest: Math.max(newest, newestAt(thing)) })
	}
	return figures
})

/** Severest first, then the urgent ones, then by name: the order does not change while nothing but positions change. */
export const sortedThings = memoLast((things: readonly Thing[]): readonly Thing[] =>
	things
		.map((thing) => ({
			thing,
			rank: severityRank(severityOf(thing.row)),
			urgency: urgencyOf(thing.row),
			layer: layerOf(thing) ?? 'other',
			title: titleOf(thing.row),
		}))
		.toSorted(
			(a, b) =>
				b.rank - a.rank ||
				b.urgency - a.urgency ||
				LAYER_ORDER[kindOrder(a.layer)] - LAYER_ORDER[kindOrder(b.layer)] ||
				collator.compare(a.title, b.title),
		)
		.map(({ thing }) => thing),
)

const collator = new Intl.Collator('de', { numeric: true })
const LAYER_ORDER = { gates: 1, gauges: 2, force: 3, rest: 4 } as const

function kindOrder(layer: LayerId): keyof typeof LAYER_ORDER {
	if (layer === 'gates' || layer === 'gauges') return layer
	return layer.startsWith('force-') ? 'force' : 'rest'
}

export function thingOf(content: Content, id: EntityId | undefined): Thing | undefined {
	return id === undefined ? undefined : content.things.get(id)
}
