import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { KeyFigure } from '@lagebild/ui/key-figure.tsx'
import { CircleArrowUp } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { stageProposal } from '../select/gauges.ts'
import type { GaugePeak, GaugeView } from '../select/gauges.ts'
import { select, goTo } from '../state/actions.ts'
import { useNow } from '../state/react.ts'
import { TrendArrow } from './trend-arrow.tsx'

import styles from './frame.module.css'

type Props = { readonly gauge: GaugeView | undefined }

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
			label={t('gauge', { name: gauge.name })}
			stand={at === undefined ? undefined : formats.stand(at, now)}
			figure={level === undefined ? '–' : formats.figure(level, 2)}
			unit={
				<>
					{t('unit')}
					{trend !== undefined && (
						<span className={styles.trend}>
							<TrendArrow trend={trend} />
							{t('trend', { trend: formats.figure(trend) })}
						</span>
					)}
				</>
			}
			line={<LevelLine gauge={gauge} />}
			onPress={() => openGauge(gauge)}
		/>
	)
}

function LevelLine({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations('figures')
	const formats = useFormats()
	const now = useNow(10_000)
	const { silentSince, level, at, forecast, trend } = gauge
	if (silentSince !== undefined) return <span className={styles.amber}>{t('silent', { time: formats.time(silentSince, now) })}</span>
	if (level === undefined && at !== undefined) return t('noZero')
	if (forecast && forecast.at > now)
		return t('peakAt', { time: formats.time(forecast.at, now), distance: t('peakIn', { span: formats.span(forecast.at - now) }) })
	return trend === undefined ? t('noTrend') : null
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
			label={t('peak', { issued: formats.time(peak.issued, now) })}
			figure={formats.figure(peak.level, 2)}
			unit={spread || t('unit')}
			line={usePeakLine(peak)}
			onPress={() => openGauge(gauge)}
		/>
	)
}

/** The picture proposes a stage and never declares one. */
export function StageFigure({ gauge }: Props) {
	const t = useTranslations('figures')
	const now = useNow(10_000)
	if (gauge?.level === undefined && !gauge?.forecast) return <KeyFigure label={t('stage')} figure="–" line={t('stageUnknown')} />
	const proposal = stageProposal(gauge, now)
	if (!proposal)
		return <KeyFigure label={t('stage')} compact figure={t('noProposal')} line={t('noProposalLine')} onPress={() => openGauge(gauge)} />
	return (
		<KeyFigure
			label={t('stage')}
			compact
			figure={<span className={styles.proposal}>{t('proposal', { stage: proposal.stage })}</span>}
			line={
				<>
					<CircleArrowUp size={14} aria-hidden />
					{t(proposal.from === 'forecast' ? 'proposalForecast' : 'proposalLevel')}
				</>
			}
			onPress={() => openGauge(gauge)}
		/>
	)
}
