import { readIso } from '@lagebild/model/time.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { GATE_OLD_MS } from '../select/gates.ts'
import type { GateClaim, GateView } from '../select/gates.ts'
import { sourceNames } from '../select/lists.ts'
import { titleOf } from '../select/names.ts'
import { figuresNow } from '../select/now.ts'
import { select } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { WaterAt } from './levels.ts'
import { useWaterAt } from './water-at.ts'

import styles from './gauges.module.css'

const COLUMNS = ['state', 'name', 'polder', 'sensor', 'person', 'closeBy', 'sill', 'water'] as const
type Column = (typeof COLUMNS)[number]
const NUMBERS: ReadonlySet<string> = new Set(['closeBy', 'sill', 'water'])
const VIEWS = ['act', 'closed', 'all'] as const
type View = (typeof VIEWS)[number]

function isClosed({ differ, reckoned }: GateView): boolean {
	return !differ && reckoned === 'closed'
}

function inView(gate: GateView, view: View): boolean {
	return view === 'all' || (view === 'closed') === isClosed(gate)
}

/** All gates, the urgent first: what each source says, and when the water reaches the sill. */
export function GatesTable({ polder }: { readonly polder: string | undefined }) {
	const t = useTranslations('gates')
	const [view, setView] = useState<View>('all')
	const gates = usePicture((facts) => figuresNow(facts).gates)
	const here = gates.filter(({ row }) => polder === undefined || row.fields.polder === polder)
	const shown = here.filter((gate) => inView(gate, view))
	const countIn = (id: View) => here.filter((gate) => inView(gate, id)).length
	if (gates.length === 0) return <Notice title={t('noneAtAll')} />
	return (
		<section className={styles.gates} aria-label={t('title')}>
			<div className={styles.head}>
				<h2>{t('title')}</h2>
				<span className={styles.muted}>
					{polder === undefined ? here.length : <bdi>{`${polder}: ${here.length}`}</bdi>}, {t('order')}
				</span>
				<span className={styles.push}>
					<Segmented
						label={t('filter')}
						chosen={view}
						onChange={setView}
						options={VIEWS.map((id) => ({ id, label: `${t(id)} ${countIn(id)}` }))}
					/>
				</span>
			</div>
			<div className={styles.tableWrap}>{shown.length === 0 ? <Notice title={t('none')} /> : <Table gates={shown} />}</div>
		</section>
	)
}

function Table({ gates }: { readonly gates: readonly GateView[] }) {
	const t = useTranslations('gates.cols')
	const waterAt = useWaterAt()
	return (
		<table className={styles.table}>
			<thead>
				<tr>
					{COLUMNS.map((column) => (
						<th key={column} scope="col" data-column={column} data-number={NUMBERS.has(column)}>
							{t(column)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{gates.map((gate) => (
					<GateRow key={gate.row.id} gate={gate} water={waterAt(gate.row.fields.sill ?? undefined)} />
				))}
			</tbody>
		</table>
	)
}

function GateRow({ gate, water }: { readonly gate: GateView; readonly water: WaterAt }) {
	const t = useTranslations('words.gate')
	const formats = useFormats()
	const selected = usePicture(({ route }) => route.selected === gate.row.id)
	const { fields, id } = gate.row
	const mark = gate.differ ? 'conflict' : gate.reckoned
	return (
		<tr data-selected={selected} onClick={() => select(id)}>
			<Cell column="state">
				<span className={styles.cell}>
					<GateGlyph state={mark} size={16} />
					<strong>{t(mark)}</strong>
				</span>
			</Cell>
			<Cell column="name">
				<GateName gate={gate} selected={selected} />
			</Cell>
			<Cell column="polder">
				<bdi className={styles.muted}>{fields.polder}</bdi>
			</Cell>
			<Cell column="sensor" labelled>
				<ClaimCell claim={gate.sensor} />
			</Cell>
			<Cell column="person" labelled>
				<ClaimCell claim={gate.person} withSource />
			</Cell>
			<Cell column="closeBy" labelled>
				<TimeCell time={fields.closeBy ?? undefined} />
			</Cell>
			<Cell column="sill" labelled>
				{fields.sill === undefined || fields.sill === null ? '' : formats.figure(fields.sill, 2)}
			</Cell>
			<Cell column="water" labelled>
				<WaterCell water={water} />
			</Cell>
		</tr>
	)
}

type CellProps = { readonly column: Column; readonly labelled?: boolean; readonly children: ReactNode }

/** Where the table is a list of blocks, its head is gone and a cell says itself what it is. */
function Cell({ column, labelled = false, children }: CellProps) {
	const t = useTranslations('gates.cols')
	return (
		<td data-column={column} data-number={NUMBERS.has(column)} {...(labelled ? { 'data-label': t(column) } : {})}>
			{children}
		</td>
	)
}

function GateName({ gate: { row }, selected }: { readonly gate: GateView; readonly selected: boolean }) {
	return (
		<button type="button" className={styles.rowButton} aria-current={selected} onClick={() => select(row.id)}>
			<bdi>{titleOf(row)}</bdi>
		</button>
	)
}

function ClaimCell({ claim, withSource = false }: { readonly claim: GateClaim | undefined; readonly withSource?: boolean }) {
	const t = useTranslations('words')
	const formats = useFormats()
	const now = useNow(10_000)
	const names = usePicture(({ content }) => sourceNames(content))
	if (!claim) {
		return (
			<span className={styles.cell}>
				<GateGlyph state="unknown" size={14} />
				<span className={styles.muted}>{t('gateSides.none')}</span>
			</span>
		)
	}
	return (
		<span className={styles.cell} data-old={now - claim.at > GATE_OLD_MS}>
			<GateGlyph state={claim.state} size={14} />
			<strong>{t(`gate.${claim.state}`)}</strong>
			<time>{formats.time(claim.at, now)}</time>
			{withSource && <bdi className={styles.who}>{names.get(claim.source) ?? claim.source}</bdi>}
		</span>
	)
}

function TimeCell({ time }: { readonly time: string | undefined }) {
	const formats = useFormats()
	const now = useNow(60_000)
	const at = time === undefined ? undefined : readIso(time)
	return at === undefined ? null : formats.time(at, now)
}

function WaterCell({ water }: { readonly water: WaterAt }) {
	const t = useTranslations('gates')
	const formats = useFormats()
	const now = useNow(60_000)
	switch (water.state) {
		case 'at':
			return <strong>{formats.time(water.at, now)}</strong>
		case 'reached':
			return <strong>{t('reached')}</strong>
		case 'free':
			return <span className={styles.muted}>{t('staysFree')}</span>
		case 'unknown':
			return <span className={styles.muted}>{t('unknownWater')}</span>
	}
}
