import type { ForceSum } from '@lagebild/picture/figures-forces.ts'
import { STATUS_CLASSES } from '@lagebild/picture/figures-forces.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { figuresNow, thingsNow } from '../select/now.ts'
import { useNow, usePicture } from '../state/react.ts'
import { AsOfLine } from './as-of.tsx'
import { UnitRow } from './unit-row.tsx'
import { COLUMNS, sortUnits, unitGroups } from './units.ts'
import type { Column, Sorting, UnitFilter, UnitGroup } from './units.ts'

import styles from './forces.module.css'

type Props = {
	readonly filter: UnitFilter
	readonly onChange: (next: Partial<UnitFilter>) => void
	readonly onReset: () => void
}

const VIEWS = ['all', ...STATUS_CLASSES] as const

/** Units by section with the sums of each, sortable, under the chosen filter. */
export function ForcesTable({ filter, onChange, onReset }: Props) {
	const t = useTranslations('forces')
	const [sorting, setSorting] = useState<Sorting>({ column: 'callsign', descending: false })
	const things = usePicture(thingsNow)
	const { forces } = usePicture((facts) => figuresNow(facts).sums)
	const groups = unitGroups(things, forces, filter)
	const countIn = (view: (typeof VIEWS)[number]) => (view === 'all' ? forces.all.units : forces.status[view].units)
	if (forces.all.units === 0) return <Notice title={t('none')}>{t('noneText')}</Notice>
	return (
		<section className={styles.forces} aria-label={t('title')}>
			<div className={styles.head}>
				<div className={styles.classes}>
					<Segmented
						label={t('classLabel')}
						chosen={filter.status}
						onChange={(status) => onChange({ status })}
						options={VIEWS.filter((id) => id === 'all' || id === filter.status || countIn(id) > 0).map((id) => ({
							id,
							label: `${t(`classes.${id}`)} ${countIn(id)}`,
						}))}
					/>
				</div>
				<AsOfLine asOf={forces.all.asOf} />
			</div>
			<Doubts sum={forces.all} />
			{groups.length === 0 ? (
				<Notice title={t('noMatch')} action={<Button onPress={onReset}>{t('reset')}</Button>} />
			) : (
				<div className={styles.tableWrap}>
					<table className={styles.table}>
						<Head sorting={sorting} onSort={setSorting} />
						{groups.map((group) => (
							<Group key={group.key} group={group} sorting={sorting} />
						))}
						<tbody>
							<SumRow name={t('whole')} sum={forces.all} shown={groups.reduce((sum, { units }) => sum + units.length, 0)} />
						</tbody>
					</table>
				</div>
			)}
		</section>
	)
}

/** What makes the sum too small or too sure. */
function Doubts({ sum: { withoutStrength, within, stale, overlays } }: { readonly sum: ForceSum }) {
	const t = useTranslations('forces')
	const parts = [
		withoutStrength.length > 0 &&
			t('noStrength', { count: withoutStrength.length, names: withoutStrength.map(({ name }) => name).join(', ') }),
		within.length > 0 && t('within', { count: within.length }),
		stale.length > 0 && t('stale', { count: stale.length }),
		overlays['0'] + overlays['5'] > 0 && t('overlays', { five: overlays['5'], zero: overlays['0'] }),
	].filter((part) => part !== false)
	return parts.length === 0 ? null : <p className={styles.doubts}>{parts.join(' · ')}</p>
}

function Head({ sorting, onSort }: { readonly sorting: Sorting; readonly onSort: (sorting: Sorting) => void }) {
	return (
		<thead>
			<tr>
				{COLUMNS.map((column) => (
					<HeadCell key={column} column={column} sorting={sorting} onSort={onSort} />
				))}
			</tr>
		</thead>
	)
}

type HeadProps = { readonly column: Column; readonly sorting: Sorting; readonly onSort: (sorting: Sorting) => void }

function HeadCell({ column, sorting, onSort }: HeadProps) {
	const t = useTranslations('forces')
	const on = sorting.column === column
	if (column === 'order')
		return (
			<th scope="col" data-column={column}>
				{t('cols.order')}
			</th>
		)
	const Arrow = sorting.descending ? ArrowDown : ArrowUp
	return (
		<th scope="col" data-column={column} aria-sort={on ? (sorting.descending ? 'descending' : 'ascending') : 'none'}>
			<button
				type="button"
				className={styles.sort}
				title={t('sortBy', { column: t(`cols.${column}`) })}
				onClick={() => onSort({ column, descending: on && !sorting.descending })}
			>
				{t(`cols.${column}`)}
				{on && <Arrow size={12} aria-hidden />}
			</button>
		</th>
	)
}

function Group({ group, sorting }: { readonly group: UnitGroup; readonly sorting: Sorting }) {
	const t = useTranslations('forces')
	return (
		<tbody>
			<SumRow name={group.name ?? t('without')} sum={group.sum} shown={group.units.length} />
			{sortUnits(group.units, sorting).map((unit) => (
				<UnitRow key={unit.row.id} unit={unit} />
			))}
		</tbody>
	)
}

function SumRow({ name, sum, shown }: { readonly name: string; readonly sum: ForceSum; readonly shown: number }) {
	const t = useTranslations('forces')
	const formats = useFormats()
	const now = useNow(60_000)
	const { units, status, strength, asOf } = sum
	return (
		<tr className={styles.groupRow}>
			<th scope="rowgroup" colSpan={4}>
				<bdi>{name}</bdi>
				<span className={styles.groupLine}>
					{shown < units && `${t('some', { shown, units })}, `}
					{t('line', { units, bound: status.bound, free: status.free })}
					{status.out > 0 && `, ${t('notReady', { count: status.out })}`}
					{status.unknown > 0 && `, ${t('noStatus', { count: status.unknown })}`}
				</span>
			</th>
			<td data-column="strength">
				<StrengthFigure strength={strength} />
			</td>
			<td data-column="at" colSpan={2} className={styles.muted}>
				{sum.stale.length > 0 ? t('stale', { count: sum.stale.length }) : asOf && formats.time(asOf.newest, now)}
			</td>
		</tr>
	)
}
