import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { TrendArrow } from '../frame/trend-arrow.tsx'
import { CurvePanel } from '../gauges/curve-panel.tsx'
import { useLevels } from '../gauges/use-levels.ts'
import type { GaugeThing } from '../gauges/use-levels.ts'
import { useScale } from '../gauges/use-scale.ts'
import { useWaterAt } from '../gauges/water-at.ts'
import { toldStages } from '../select/declared-stage.ts'
import { isWaterLevel, stageProposal } from '../select/gauges.ts'
import type { GaugeView } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { thingOf } from '../select/visible.ts'
import { useNow, usePicture } from '../state/react.ts'

import styles from './wall.module.css'

const HOURS = { back: 6, ahead: 6 }

/** What the water does, when it peaks, and when it reaches the next lines. */
export function WallWater() {
	const t = useTranslations('figures')
	const gauge = usePicture((facts) => figuresNow(facts).reference)
	const thing = usePicture(({ content }) => thingOf(content, gauge?.row.id))
	if (!gauge || !thing || !isWaterLevel(thing)) return <p className={styles.quiet}>{t('noGauge')}</p>
	return (
		<>
			<Level gauge={gauge} />
			<Curve thing={thing} />
			<Lines gauge={gauge} />
		</>
	)
}

function Curve({ thing }: { readonly thing: GaugeThing }) {
	return (
		<div className={styles.curve}>
			<CurvePanel thing={thing} state={useLevels(thing, HOURS)} compact={false} />
		</div>
	)
}

function Level({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { level, trend, at, silentSince } = gauge
	return (
		<div className={styles.level}>
			<h2>
				{t('figures.gauge', { name: gauge.name })}
				<small data-old={silentSince !== undefined || undefined}>{at === undefined ? '' : formats.stand(at, now)}</small>
			</h2>
			<p>
				<strong className={styles.huge}>{level === undefined ? '–' : formats.figure(level, 2)}</strong> {t('figures.unit')}
				{trend !== undefined && (
					<span className={styles.trend}>
						<TrendArrow trend={trend} />
						{t('figures.trend', { trend: formats.figure(trend) })}
					</span>
				)}
			</p>
			<Stages gauge={gauge} />
		</div>
	)
}

/** Solid: somebody said so; dashed: the picture proposes. */
function Stages({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations()
	const scale = useScale(gauge.row.id)
	const { declared, proposed } = toldStages(gauge.row, stageProposal(gauge, scale, useNow(10_000))?.stage.stage)
	return (
		<p className={styles.stages}>
			{declared !== undefined && <span data-said>{t('stage.short', { stage: declared })}</span>}
			{proposed !== undefined && <span>{t('figures.proposal', { stage: proposed })}</span>}
		</p>
	)
}

const LINES = 2

function Lines({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const waterAt = useWaterAt()
	const { stages } = useScale(gauge.row.id)
	const { level = Number.NEGATIVE_INFINITY, forecast } = gauge
	const coming = stages
		.filter(({ from }) => from > level)
		.map(({ from }) => ({ from, water: waterAt(from) }))
		.flatMap(({ from, water }) => (water.state === 'at' ? [{ from, at: water.at }] : []))
		.slice(0, LINES)
	return (
		<table className={styles.lines}>
			<tbody>
				{coming.map(({ from, at }) => (
					<tr key={from}>
						<th scope="row">{formats.figure(from, 2)} m</th>
						<td>{t('wall.at', { time: formats.time(at, now) })}</td>
						<td className={styles.span}>{formats.span(at - now)}</td>
					</tr>
				))}
				{forecast && (
					<tr>
						<th scope="row">
							{t('figures.peakShort')} {formats.figure(forecast.level, 2)}
							{forecast.spread !== undefined && ` ± ${formats.figure(forecast.spread, 2)}`}
						</th>
						<td>{t('wall.at', { time: formats.time(forecast.at, now) })}</td>
						<td className={styles.span}>{forecast.at > now ? formats.span(forecast.at - now) : t('wall.past')}</td>
					</tr>
				)}
			</tbody>
		</table>
	)
}
