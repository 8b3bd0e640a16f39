import { Button } from '@lagebild/ui/button.tsx'
import { classes } from '@lagebild/ui/classes.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { doubtedLevels } from '../select/doubts.ts'
import { gaugeView } from '../select/gauges.ts'
import { sourceNames } from '../select/lists.ts'
import { useNow, usePicture } from '../state/react.ts'
import { LevelCurve } from './level-curve.tsx'
import type { LevelSeries } from './levels.ts'
import type { GaugeThing, LevelsState } from './use-levels.ts'
import { useScale } from './use-scale.ts'

import styles from './gauges.module.css'

type Props = { readonly thing: GaugeThing; readonly state: LevelsState; readonly compact: boolean }

/** The curve, or why there is none. */
export function CurvePanel({ thing, state, compact }: Props) {
	const t = useTranslations('gauges')
	const label = useCurveLabel(thing)
	const { stages } = useScale(thing.row.id)
	const { row, measured } = thing
	const doubted = useMemo(() => doubtedLevels(row, measured), [row, measured])
	if (state.state === 'ready')
		return <LevelCurve levels={state.levels} span={state.span} compact={compact} stages={stages} doubted={doubted} label={label} />
	if (state.state === 'loading') return <p className={styles.muted}>{t('loading')}</p>
	if (state.state === 'empty') return <Notice title={t('noValues')}>{t('noValuesText')}</Notice>
	return (
		<Notice title={t('failed')} action={<Button onPress={state.retry}>{t('retry')}</Button>}>
			{t('failedText')}
		</Notice>
	)
}

function useCurveLabel(thing: GaugeThing): string {
	const t = useTranslations('gauges')
	const formats = useFormats()
	const now = useNow(60_000)
	const { name, level, forecast } = gaugeView(thing, now)
	const peak = forecast ? t('peakText', { level: formats.figure(forecast.level, 2), time: formats.time(forecast.at, now) }) : t('noPeak')
	return t('curveLabel', { name, level: level === undefined ? '–' : formats.figure(level, 2), peak })
}

/** What the lines are, where they are from and of when. */
export function CurveKey({ thing, levels }: { readonly thing: GaugeThing; readonly levels: LevelSeries | undefined }) {
	const t = useTranslations('gauges')
	const formats = useFormats()
	const now = useNow(60_000)
	const names = usePicture(({ content }) => sourceNames(content))
	const { measured } = thing
	const issued = levels?.forecast?.issued
	return (
		<p className={styles.key}>
			<span className={styles.keyItem}>
				<span className={styles.line} />
				{measured
					? t('observedAt', { source: names.get(measured.source) ?? measured.source, time: formats.time(measured.at, now) })
					: t('observed')}
			</span>
			{levels?.forecast && (
				<span className={styles.keyItem}>
					<span className={classes(styles.line, styles.forecast)} />
					{issued === undefined ? t('forecast') : t('forecastAt', { time: formats.time(issued, now) })}
				</span>
			)}
			{levels?.astronomic && (
				<span className={styles.keyItem}>
					<span className={classes(styles.line, styles.astro)} />
					{t('astronomic')}
				</span>
			)}
		</p>
	)
}
