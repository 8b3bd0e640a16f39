import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { useScale } from '../gauges/use-scale.ts'
import { toldStages } from '../select/declared-stage.ts'
import { stageProposal } from '../select/gauges.ts'
import type { GaugeView } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { useNow, usePicture } from '../state/react.ts'
import { TimeToggle } from '../time/time-toggle.tsx'

import styles from './frame.module.css'

/** One slim line: the age of the picture, the next high water, the set of signs. */
export function StatusLine() {
	const t = useTranslations('status')
	const formats = useFormats()
	const now = useNow(1_000)
	const asOf = usePicture(({ link, replay }) => (replay ? undefined : link.asOf))
	return (
		<footer className={styles.status} aria-label={t('label')} data-region tabIndex={-1}>
			<span className={styles.statusLeft}>
				<TimeToggle />
				{asOf === undefined ? formats.clock(now) : t('stand', { stand: `${formats.clock(asOf)}, ${formats.age(asOf, now)}` })}
			</span>
			<NextWater />
			<span className={styles.statusEnd}>{t('symbols')}</span>
		</footer>
	)
}

function NextWater() {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const gauge = usePicture((facts) => figuresNow(facts).reference)
	return (
		<span className={styles.statusRest}>
			{gauge?.forecast && (
				<span>{t('status.peak', { level: formats.figure(gauge.forecast.level, 2), time: formats.time(gauge.forecast.at, now) })}</span>
			)}
			{gauge && <StageWords gauge={gauge} />}
		</span>
	)
}

function StageWords({ gauge }: { readonly gauge: GaugeView }) {
	const t = useTranslations()
	const scale = useScale(gauge.row.id)
	const { declared, proposed } = toldStages(gauge.row, stageProposal(gauge, scale, useNow(10_000))?.stage.stage)
	return (
		<>
			{declared !== undefined && <span>{t('stage.short', { stage: declared })}</span>}
			{proposed !== undefined && <span>{t('figures.proposal', { stage: proposed })}</span>}
		</>
	)
}
