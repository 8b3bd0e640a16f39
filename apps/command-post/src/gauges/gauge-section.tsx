import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { TrendArrow } from '../frame/trend-arrow.tsx'
import { gaugeView } from '../select/gauges.ts'
import { goTo, select } from '../state/actions.ts'
import { useNow } from '../state/react.ts'
import { WhyButton } from '../why/why-button.tsx'
import { CurveKey, CurvePanel } from './curve-panel.tsx'
import { useLevels } from './use-levels.ts'
import type { GaugeThing } from './use-levels.ts'

import detail from '../detail/detail.module.css'
import styles from './gauges.module.css'

const HOURS = { back: 9, ahead: 9 }

/** Level, trend and curve of one gauge in the detail pane. */
export function GaugeSection({ thing }: { readonly thing: GaugeThing }) {
	const t = useTranslations('gauges')
	const state = useLevels(thing, HOURS)
	const open = () => {
		goTo('pegel')
		select(thing.row.id)
	}
	return (
		<section className={detail.section}>
			<LevelHead thing={thing} />
			<CurvePanel thing={thing} state={state} compact />
			<CurveKey thing={thing} levels={state.state === 'ready' ? state.levels : undefined} />
			<div>
				<Button size="row" onPress={open}>
					{t('openPage')}
				</Button>
			</div>
		</section>
	)
}

function LevelHead({ thing }: { readonly thing: GaugeThing }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { level, trend, at } = gaugeView(thing, now)
	return (
		<p className={styles.levelHead}>
			<span className={styles.level}>{level === undefined ? '–' : formats.figure(level, 2)}</span>
			<span className={styles.muted}>{t('gauges.unit')}</span>
			{trend !== undefined && (
				<span className={styles.trend}>
					<TrendArrow trend={trend} />
					{t('figures.trend', { trend: formats.signed(trend) })}
				</span>
			)}
			{at !== undefined && <span className={detail.stand}>{formats.stand(at, now)}</span>}
			{level === undefined && at !== undefined && <span className={styles.muted}>{t('figures.noZero')}</span>}
			<WhyButton field="value" name={t('fields.level')} />
		</p>
	)
}
