import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { ChartSpline, Table2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { gaugeView } from '../select/gauges.ts'
import { useNow } from '../state/react.ts'
import { CurveKey, CurvePanel } from './curve-panel.tsx'
import type { LevelSeries } from './levels.ts'
import { useLevels } from './use-levels.ts'
import type { GaugeThing } from './use-levels.ts'

import styles from './gauges.module.css'

const RANGES = { '6': { back: 3, ahead: 3 }, '24': { back: 12, ahead: 12 }, '72': { back: 48, ahead: 24 } } as const
type Range = keyof typeof RANGES
const RANGE_IDS = ['6', '24', '72'] as const

export function BigCurve({ thing }: { readonly thing: GaugeThing }) {
	const t = useTranslations('gauges')
	const [range, setRange] = useState<Range>('24')
	const [asTable, setAsTable] = useState(false)
	const state = useLevels(thing, RANGES[range])
	const levels = state.state === 'ready' ? state.levels : undefined
	return (
		<section className={styles.big}>
			<div className={styles.head}>
				<h2>
					<bdi>{t('curve', { name: gaugeView(thing, 0).name })}</bdi>
				</h2>
				<CurveKey thing={thing} levels={levels} />
				<span className={styles.push}>
					<Segmented
						label={t('range')}
						chosen={range}
						onChange={setRange}
						options={RANGE_IDS.map((id) => ({ id, label: t(`ranges.${id}`) }))}
					/>
					<Button onPress={() => setAsTable(!asTable)}>
						{asTable ? <ChartSpline size={16} aria-hidden /> : <Table2 size={16} aria-hidden />}
						{t(asTable ? 'chart' : 'table')}
					</Button>
				</span>
			</div>
			<div className={styles.bigCurve}>
				{asTable && levels ? <Readings levels={levels} /> : <CurvePanel thing={thing} state={state} compact={false} />}
			</div>
		</section>
	)
}

/** One line in ten minutes is enough to read; the newest first. */
const READING_STEP_MS = 600_000

function Readings({ levels }: { readonly levels: LevelSeries }) {
	const t = useTranslations('gauges')
	const formats = useFormats()
	const now = useNow(60_000)
	const byStep = new Map(
		levels.observed.at.map((at, index) => [Math.floor(at / READING_STEP_MS), { at, level: levels.observed.value[index] ?? null }]),
	)
	return (
		<div className={styles.readings}>
			<table className={styles.table}>
				<thead>
					<tr>
						<th scope="col">{t('time')}</th>
						<th scope="col" data-number>
							{t('level')}
						</th>
					</tr>
				</thead>
				<tbody>
					{[...byStep.values()].toReversed().map(({ at, level }) => (
						<tr key={at}>
							<td>{formats.time(at, now)}</td>
							<td data-number>{level === null ? '–' : formats.figure(level, 2)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</div>
	)
}
