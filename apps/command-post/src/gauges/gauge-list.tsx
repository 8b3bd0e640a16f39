import type { EntityId } from '@lagebild/model/ids.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import type { GaugeView } from '../select/gauges.ts'
import { isWaterLevel } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { thingOf } from '../select/visible.ts'
import { select } from '../state/actions.ts'
import { useNow, usePicture } from '../state/react.ts'
import { Sparkline } from './sparkline.tsx'

import styles from './gauges.module.css'

/** Above this many stations a curve for each would ask too much of the hub. */
const MOST_SPARKLINES = 14

export function GaugeList({ shown }: { readonly shown: EntityId | undefined }) {
	const t = useTranslations('gauges')
	const gauges = usePicture((facts) => figuresNow(facts).gauges)
	return (
		<section aria-label={t('title')}>
			<h2 className={styles.listHead}>
				{t('title')} <span>{t('unit')}</span>
			</h2>
			<ul>
				{gauges.map((gauge) => (
					<li key={gauge.row.id}>
						<GaugeRow gauge={gauge} current={gauge.row.id === shown} spark={gauges.length <= MOST_SPARKLINES} />
					</li>
				))}
			</ul>
		</section>
	)
}

type RowProps = { readonly gauge: GaugeView; readonly current: boolean; readonly spark: boolean }

function GaugeRow({ gauge, current, spark }: RowProps) {
	const t = useTranslations('gauges')
	const formats = useFormats()
	const now = useNow(10_000)
	const { at, level, trend, silentSince, row } = gauge
	const old = silentSince !== undefined
	return (
		<button type="button" className={styles.gaugeRow} aria-current={current} onClick={() => select(row.id)}>
			<span>
				<bdi className={styles.gaugeName}>{gauge.name}</bdi>
				<br />
				<span className={styles.gaugeAge} data-old={old}>
					{at === undefined ? t('noValues') : old ? formats.stand(at, now) : formats.age(at, now)}
				</span>
			</span>
			{spark ? <GaugeSpark id={row.id} /> : <span />}
			<span className={styles.figure} data-old={old}>
				{level === undefined ? '–' : formats.figure(level, 2)}
				<span>{old ? t('old') : trend === undefined ? '' : `${formats.signed(trend)} cm/h`}</span>
			</span>
		</button>
	)
}

function GaugeSpark({ id }: { readonly id: EntityId }) {
	const thing = usePicture(({ content }) => thingOf(content, id))
	return thing && isWaterLevel(thing) ? <Sparkline thing={thing} /> : <span />
}
