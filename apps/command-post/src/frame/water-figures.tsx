import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { KeyFigure } from '@lagebild/ui/key-figure.tsx'
import { CircleArrowUp } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { useScale } from '../gauges/use-scale.ts'
import { useWaterAt } from '../gauges/water-at.ts'
import { declaredStage } from '../select/declared-stage.ts'
import { stageProposal } from '../select/gauges.ts'
import type { GaugePeak, GaugeView } from '../select/gauges.ts'
import { select, goTo } from '../state/actions.ts'
import { useNow } from '../state/react.ts'
import { TrendArrow } from './trend-arrow.tsx'

import styles from './frame.module.css'

type Props = { readonly gauge: GaugeView | undefined }

/** In Hamburg nobody says the city before the quarter. */
function shortName(name: string): string {
	return name.replace(/^Hamburg[ -]+/, '')
}

function openGauge(gauge: GaugeView): void {
	goTo('pegel')
	select(gauge.row.id)
}

export function LevelFigure({ gauge }: Props) {
	const t = useTranslations('figures')
	const formats = useFormats()
	const now = useNow(10_000)
	if (!gauge) return <KeyFigure label={t('gauge', { name: 'St. Pauli' })} figure="–" unit={t('unit')} line={t('noGauge')} />
	const { level, at, trend } = gauge
	return (
		<KeyFigure
			label={t('gauge', { name: shortName(gauge.name) })}
			stand={at === undefined ? undefined : formats.stand(at, now)}
			standShort={at === undefined ? undefined : formats.age(at, now)}
			figure={level === undefined ? '–' : formats.figure(level, 2)}
			unit={
				<>
					{t('unit')}
					{trend !== undefined && (
						<span className={styles.trend}>
							<TrendArrow trend={trend} />
							<span className={styles.trendText}>{t('trend', { trend: formats.figure(trend) })}</span>
						</span>
					)}
				</>
			}
			line={gauge.doubt === undefined ? <LevelLine gauge={gauge} /> : <DoubtLine doubt={gauge.doubt} />}
			onPress={() => openGauge(gauge)}
		/>
	)
}

function DoubtLine({ doubt }: { readonly doubt: NonNullable<GaugeView['doubt']> }) {
	const t = useTranslations('doubts')
	return <span className={styles.amber}>{t(doubt === 'value' ? 'lineValue' : 'lineTrend')}</span>
}

/** The next line above the water and when it is reached; without a forecast, the line that was passed. */
function LevelLine({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations('figures')
	const formats = useFormats()
	const now = useNow(10_000)
	const waterAt = useWaterAt()
	const { stages } = useScale(gauge.row.id)
	const { silentSince, level, at } = gauge
	if (silentSince !== undefined) return <span className={styles.amber}>{t('silent', { time: formats.time(silentSince, now) })}</span>
	if (level === undefined) return at === undefined ? t('noTrend') : t('noZero')
	const next = stages.find(({ from }) => from > level)
	const water = waterAt(next?.from)
	if (next && water.state === 'at')
		return t('next', {
			level: formats.figure(next.from, 2),
			time: formats.time(water.at, now),
			distance: t('peakIn', { span: formats.span(water.at - now) }),
		})
	const passed = stages.findLast(({ from }) => from <= level)
	if (passed) return t('above', { level: formats.figure(passed.from, 2) })
	return next ? t('below', { level: formats.figure(next.from, 2) }) : t('noLines')
}

function usePeakLine(peak: GaugePeak): string {
	const t = useTranslations('figures')
	const formats = useFormats()
	const now = useNow(10_000)
	const distance = peak.at > now ? t('peakIn', { span: formats.span(peak.at - now) }) : t('peakPast', { span: formats.span(now - peak.at) })
	return t('peakAt', { time: formats.time(peak.at, now), distance })
}

export function PeakFigure({ gauge }: Props) {
	const t = useTranslations('figures')
	if (!gauge?.forecast) return <KeyFigure label={t('peakShort')} figure="–" line={t('noForecast')} />
	return <KnownPeak gauge={gauge} peak={gauge.forecast} />
}

function KnownPeak({ gauge, peak }: { readonly gauge: GaugeView; readonly peak: GaugePeak }) {
	const t = useTranslations('figures')
	const formats = useFormats()
	const now = useNow(10_000)
	const spread = peak.spread === undefined ? '' : `± ${formats.figure(peak.spread, 2)} m`
	return (
		<KeyFigure
			label={t('peakShort')}
			stand={t('issued', { time: formats.time(peak.issued, now) })}
			standShort={t('issuedShort', { time: formats.time(peak.issued, now) })}
			figure={formats.figure(peak.level, 2)}
			unit={spread || t('unit')}
			line={usePeakLine(peak)}
			onPress={() => openGauge(gauge)}
		/>
	)
}

/** What was declared goes before what is proposed. */
export function StageFigure({ gauge }: Props) {
	const declared = gauge && declaredStage(gauge.row)
	if (gauge && declared && declared.stage !== null) return <DeclaredStageFigure gauge={gauge} stage={declared.stage} at={declared.at} />
	return <ProposedStageFigure gauge={gauge} />
}

type DeclaredProps = { readonly gauge: GaugeView; readonly stage: number; readonly at: number }

function DeclaredStageFigure({ gauge, stage, at }: DeclaredProps) {
	const t = useTranslations('figures')
	const words = useTranslations('stage')
	const formats = useFormats()
	const now = useNow(10_000)
	const proposal = stageProposal(gauge, useScale(gauge.row.id), now)
	const other = proposal && proposal.stage.stage !== stage
	return (
		<KeyFigure
			label={t('stage')}
			compact
			figure={words('short', { stage })}
			line={
				<span className={styles.manyWords}>
					{words('declaredAt', { time: formats.time(at, now) })}
					{other && <span className={styles.amber}>, {t('proposal', { stage: proposal.stage.stage })}</span>}
				</span>
			}
			onPress={() => openGauge(gauge)}
		/>
	)
}

/** The picture proposes a stage and never declares one. */
function ProposedStageFigure({ gauge }: Props) {
	const t = useTranslations('figures')
	const doubts = useTranslations('doubts')
	const formats = useFormats()
	const now = useNow(10_000)
	const scale = useScale(gauge?.row.id)
	if (gauge?.level === undefined && !gauge?.forecast) return <KeyFigure label={t('stage')} figure="–" line={t('stageUnknown')} />
	const [lowest] = scale.stages
	if (!lowest) return <KeyFigure label={t('stage')} figure="–" line={t('noLines')} onPress={() => openGauge(gauge)} />
	const proposal = stageProposal(gauge, scale, now)
	const below = t('noProposalLine', { level: formats.figure(lowest.from, 2) })
	if (!proposal)
		return (
			<KeyFigure
				label={t('stage')}
				compact
				figure={t('noProposal', { stage: lowest.stage })}
				line={below}
				onPress={() => openGauge(gauge)}
			/>
		)
	return (
		<KeyFigure
			label={t('stage')}
			compact
			figure={<span className={styles.proposal}>{t('proposal', { stage: proposal.stage.stage })}</span>}
			line={
				<>
					<CircleArrowUp size={14} aria-hidden />
					<ProposalSource gauge={gauge} from={proposal.from} />
					{proposal.from === 'level' && gauge.doubt === 'value' && <span className={styles.amber}>, {doubts('proposal')}</span>}
				</>
			}
			onPress={() => openGauge(gauge)}
		/>
	)
}

function ProposalSource({ gauge, from }: { readonly gauge: GaugeView; readonly from: 'forecast' | 'level' }) {
	const t = useTranslations('figures')
	const formats = useFormats()
	const now = useNow(60_000)
	const at = from === 'forecast' ? gauge.forecast?.issued : gauge.at
	const time = at === undefined ? '' : formats.time(at, now)
	return t(from === 'forecast' ? 'proposalForecast' : 'proposalLevel', { time })
}
