import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { sectionNames, sectionTitle, wholesAbove } from './belongs.ts'
import type { SectionNames } from './belongs.ts'
import { asOf, countedOf, isStale, nameOf, saidAt, total } from './figure-parts.ts'
import type { AsOf, CountedOf, Counting } from './figure-parts.ts'
import { linkedTo, plain, stands } from './rows.ts'
import type { Rows } from './rows.ts'
import { canonicalOf } from './same.ts'
import { compareText } from './stamp.ts'

export type What = NonNullable<RowOf<'counter'>['fields']['what']>
export const WHATS = [
	'dead',
	'missing',
	'injured',
	'injured-1',
	'injured-2',
	'injured-3',
	'injured-4',
	'affected',
	'rescued',
	'to-evacuate',
	'evacuated',
	'sheltered',
] as const satisfies readonly What[]

/** Largest first: where a figure is given for several of these, the sums stand side by side. */
export const SCOPE_LEVELS = ['section', 'area', 'facility', 'incident', 'words'] as const
export type ScopeLevel = (typeof SCOPE_LEVELS)[number]

/** What a figure covers. `depth`: how many of its kind it is a part of. Without an id it is only a name. */
export type Scope = { readonly id?: EntityId; readonly name: string; readonly level: ScopeLevel; readonly depth: number }

/** `unsaid`: nobody said whether it was counted or estimated. */
export type Exactness = 'exact' | 'estimate' | 'unsaid'

/** The newest report of one figure about one scope. */
export type CounterReport = {
	readonly id: EntityId
	readonly scope: Scope
	readonly value: number
	readonly exactness: Exactness
	readonly lower?: number
	readonly upper?: number
	readonly at: Instant
	readonly source: string
	readonly stale: boolean
	/** Older reports of the same about the same: never added. */
	readonly older: readonly EntityId[]
}

/** Over different scopes of one level and depth; no two of them contain each other. Scopes that are only words are never added. */
export type CounterSum = Pick<Scope, 'level' | 'depth'> & {
	readonly value: number
	readonly exactness: Exactness
	readonly lower?: number
	readonly upper?: number
	readonly ids: readonly EntityId[]
	readonly asOf?: AsOf
}

export type CounterFigure = { readonly what: What; readonly reports: readonly CounterReport[]; readonly sums: readonly CounterSum[] }

/** P56: figures about people. */
export function countersOf(counting: Counting): readonly CounterFigure[] {
	const names = scopeNames(counting.rows)
	const counters = countedOf(counting, 'counter').filter(({ row }) => typeof row.fields.value === 'number')
	const groups = Map.groupBy(counters, ({ row }) => row.fields.what)
	return WHATS.flatMap((what) => {
		const group = groups.get(what)
		if (!group) return []
		const reports = reportsOf(group, counting.rows, names)
		return [{ what, reports, sums: sumsOf(reports) }]
	})
}

type Names = { readonly sections: SectionNames; readonly areas: SectionNames }

function scopeNames(rows: Rows): Names {
	const areas = new Map<string, EntityId | undefined>()
	for (const row of rows.values()) {
		if (row.kind !== 'area' || !row.fields.name || !stands(row)) continue
		const [name, id] = [plain(row.fields.name), canonicalOf(rows, row.id)]
		areas.set(name, areas.has(name) && areas.get(name) !== id ? undefined : id)
	}
	return { sections: sectionNames(rows), areas }
}

const LINKED = ['section', 'area', 'facility', 'incident'] as const

/** By what it is `about`, else by the section or area that its words name, else by the words. */
function scopeOf(row: RowOf<'counter'>, rows: Rows, { sections, areas }: Names): Scope {
	const words = row.fields.scope ?? ''
	const about = LINKED.flatMap((kind) => linkedTo(row, rows, { rel: 'about', kind })).find(stands)?.id
	const id = about ?? sections.get(plain(words)) ?? areas.get(plain(words))
	const end = id === undefined ? undefined : rows.get(canonicalOf(rows, id))
	const level = LINKED.find((kind) => kind === end?.kind)
	if (!end || !level) return { name: words, level: 'words', depth: 0 }
	const name = end.kind === 'section' ? sectionTitle(end) : nameOf(end)
	return { id: end.id, name, level, depth: wholesAbove(end.id, rows).length }
}

function reportsOf(counters: readonly CountedOf<'counter'>[], rows: Rows, names: Names): readonly CounterReport[] {
	const scoped = counters.map(({ row, ...rest }) => ({ row, ...rest, scope: scopeOf(row, rows, names) }))
	const groups = Map.groupBy(scoped, ({ scope }) => scope.id ?? `"${plain(scope.name)}`)
	return [...groups.values()]
		.flatMap((group) => {
			const [newest, ...older] = group.toSorted(
				(a, b) => saidAt(b.row, 'value') - saidAt(a.row, 'value') || compareText(a.row.id, b.row.id),
			)
			return newest ? [{ ...reportOf(newest), scope: newest.scope, older: older.map(({ row }) => row.id) }] : []
		})
		.toSorted(byScope)
}

function reportOf(counter: CountedOf<'counter'>): Omit<CounterReport, 'scope' | 'older'> {
	const { row } = counter
	const { value, exact, lower, upper } = row.fields
	return {
		id: row.id,
		value: value ?? 0,
		exactness: exact === true ? 'exact' : exact === false ? 'estimate' : 'unsaid',
		...(typeof lower === 'number' && { lower }),
		...(typeof upper === 'number' && { upper }),
		at: saidAt(row, 'value'),
		source: row.sources[0]?.name ?? '',
		stale: isStale(counter),
	}
}

function byScope(a: CounterReport, b: CounterReport): number {
	return byLevel(a.scope, b.scope) || compareText(a.scope.name, b.scope.name) || compareText(a.id, b.id)
}

function byLevel(a: Pick<Scope, 'level' | 'depth'>, b: Pick<Scope, 'level' | 'depth'>): number {
	return SCOPE_LEVELS.indexOf(a.level) - SCOPE_LEVELS.indexOf(b.level) || a.depth - b.depth
}

function sumsOf(reports: readonly CounterReport[]): readonly CounterSum[] {
	const levels = Map.groupBy(reports, ({ scope }) => `${scope.level} ${scope.depth}`)
	return [...levels.values()].flatMap((group) => {
		const scope = group[0]?.scope
		return scope && (scope.level !== 'words' || group.length === 1) ? [sumOf(scope, group)] : []
	})
}

function sumOf({ level, depth }: Scope, reports: readonly CounterReport[]): CounterSum {
	return {
		level,
		depth,
		value: total(reports.map(({ value }) => value)),
		exactness: together(reports.map(({ exactness }) => exactness)),
		...boundsOf(reports),
		ids: reports.map(({ id }) => id),
		...asOf(reports.map(({ at }) => at)),
	}
}

/** A sum is as sure as its least sure part. */
function together(parts: readonly Exactness[]): Exactness {
	if (parts.includes('estimate')) return 'estimate'
	return parts.includes('unsaid') ? 'unsaid' : 'exact'
}

/** A report without an end of its own is its own end; none when nobody gave one. */
function boundsOf(reports: readonly CounterReport[]): Pick<CounterSum, 'lower' | 'upper'> {
	const lower = reports.some((report) => report.lower !== undefined)
	const upper = reports.some((report) => report.upper !== undefined)
	return {
		...(lower && { lower: total(reports.map((report) => report.lower ?? report.value)) }),
		...(upper && { upper: total(reports.map((report) => report.upper ?? report.value)) }),
	}
}
