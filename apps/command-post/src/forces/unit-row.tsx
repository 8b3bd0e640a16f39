import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { MapPin } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { LayerIcon } from '../frame/layer-icon.tsx'
import { DoubtMark } from '../objects/doubt-mark.tsx'
import { useStandingWords } from '../objects/standing-mark.tsx'
import { UnitStatus } from '../objects/unit-status.tsx'
import { standOf } from '../select/life.ts'
import { titleOf } from '../select/names.ts'
import { ordersNow } from '../select/now.ts'
import { openOrdersOf } from '../select/orders.ts'
import { fmsNow } from '../select/scales.ts'
import { statusWords } from '../select/status-words.ts'
import { select, showOnMap } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'
import { startDrag } from './drag.ts'
import { mayAssign } from './may-assign.ts'
import { onRowKey, onRowKeyUp } from './row-keys.ts'
import { mark, useMarked } from './selection.tsx'
import { statusSince } from './units.ts'
import type { UnitThing } from './units.ts'

import styles from './forces.module.css'

/** One unit; a press opens it at the right and selects it on the map. */
export function UnitRow({ unit }: { readonly unit: UnitThing }) {
	const { row } = unit
	const selected = usePicture(({ route }) => route.selected === row.id)
	const { organisationName, type, strength } = row.fields
	const t = useTranslations()
	const may = usePicture(mayAssign)
	const marked = useMarked().has(row.id)
	return (
		<tr
			className={styles.unit}
			data-selected={selected || marked}
			draggable={may}
			onDragStart={(event) => startDrag(event, row.id)}
			onClick={() => select(row.id)}
		>
			<td data-column="callsign">
				<span className={styles.cell}>
					<Name unit={unit} may={may} />
					<DoubtMark thing={unit} />
				</span>
			</td>
			<td data-column="type">
				<bdi>{type}</bdi>
				{organisationName && (
					<bdi className={styles.muted}>
						{type && ', '}
						{organisationName}
					</bdi>
				)}
			</td>
			<td data-column="status">
				<Status unit={unit} />
			</td>
			<td data-column="since" data-label={t('forces.cols.since')}>
				<Since unit={unit} />
			</td>
			<td data-column="strength">{strength ? <StrengthFigure strength={strength} /> : <Unsaid />}</td>
			<td data-column="order">
				<CurrentOrder id={row.id} />
			</td>
			<td data-column="at">
				<Place unit={unit} />
			</td>
		</tr>
	)
}

/** Its name opens it; the box before it, or the space bar, selects it. */
function Name({ unit: { row }, may }: { readonly unit: UnitThing; readonly may: boolean }) {
	const t = useTranslations('assign')
	const selected = usePicture(({ route }) => route.selected === row.id)
	const marked = useMarked().has(row.id)
	return (
		<>
			{may && (
				<input
					type="checkbox"
					className={styles.check}
					aria-label={t('select', { name: titleOf(row) })}
					checked={marked}
					data-unit={row.id}
					onClick={(event) => event.stopPropagation()}
					onChange={({ target }) => mark(row.id, target.checked)}
				/>
			)}
			<LayerIcon layer={`force-${row.fields.organisation ?? 'zivil'}`} />
			<button
				type="button"
				className={styles.rowButton}
				aria-current={selected}
				data-row={row.id}
				onClick={() => select(row.id)}
				onKeyDown={(event) => onRowKey(event, row.id, may)}
				onKeyUp={onRowKeyUp}
			>
				<bdi>{titleOf(row)}</bdi>
			</button>
		</>
	)
}

/** What it is to do now; several are counted. */
function CurrentOrder({ id }: { readonly id: EntityId }) {
	const t = useTranslations('assign')
	const orders = usePicture(ordersNow)
	const [first, ...more] = openOrdersOf(orders, id)
	if (!first) return <span className={styles.muted}>{t('noOrder')}</span>
	return (
		<span className={styles.order} data-old={first.overdue}>
			<bdi>{first.row.fields.order}</bdi>
			{more.length > 0 && <span className={styles.muted}> +{more.length}</span>}
		</span>
	)
}

function Unsaid() {
	const t = useTranslations('forces')
	return <span className={styles.muted}>{t('unsaid')}</span>
}

function Status({ unit: { row } }: { readonly unit: UnitThing }) {
	const t = useTranslations('words')
	const { language } = useFormats()
	const scheme = usePicture(fmsNow)
	const { fms } = row.fields
	const own = fms ? statusWords(row, scheme, language)('fms', fms) : undefined
	return (
		<span className={styles.cell}>
			<UnitStatus fields={row.fields} />
			{own ?? (fms ? t(`fms.s${fms}`) : t('fmsUnknown'))}
		</span>
	)
}

function Since({ unit: { row } }: { readonly unit: UnitThing }) {
	const formats = useFormats()
	const now = useNow(60_000)
	const since = statusSince(row)
	return since === undefined ? null : <time title={formats.tactical(since)}>{formats.span(Math.max(0, now - since))}</time>
}

/** How old its place is; a press on the button leads there. */
function Place({ unit }: { readonly unit: UnitThing }) {
	const t = useTranslations('forces')
	const formats = useFormats()
	const now = useNow(10_000)
	const words = useStandingWords(unit, now)
	const { state } = standOf(unit, now)
	const { row, measured } = unit
	if (!measured?.position && !row.geometry) return <span className={styles.muted}>{t('noPlace')}</span>
	return (
		<span className={styles.cell} data-old={state === 'stale' || state === 'unconfirmed'}>
			<span>{words ?? formats.age(measured?.at ?? row.at, now)}</span>
			<Button size="icon" look="quiet" label={`${t('onMap')}: ${titleOf(row)}`} onPress={() => showOnMap(row.id)}>
				<MapPin size={16} aria-hidden />
			</Button>
		</span>
	)
}
