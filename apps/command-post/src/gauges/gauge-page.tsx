import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe, Notice } from '@lagebild/ui/notice.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { DetailPane } from '../detail/detail-pane.tsx'
import { CENTRE_ID } from '../frame/centre-id.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { OrderSheet } from '../frame/later.ts'
import { isWaterLevel } from '../select/gauges.ts'
import { figuresNow } from '../select/now.ts'
import { thingOf } from '../select/visible.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { BigCurve } from './big-curve.tsx'
import { GatesTable } from './gates-table.tsx'
import { GaugeList } from './gauge-list.tsx'
import { PolderList } from './polder-list.tsx'
import { StagePanel } from './stage-panel.tsx'
import type { GaugeThing } from './use-levels.ts'

import frame from '../frame/frame.module.css'
import styles from './gauges.module.css'

function isGaugeThing(thing: Thing | undefined): thing is GaugeThing {
	return thing !== undefined && isWaterLevel(thing)
}

/** The gauge that is chosen, or the one that decides. */
function useShownGauge(): GaugeThing | undefined {
	const chosen = usePicture(({ content, route }) => thingOf(content, route.selected))
	const reference = usePicture((facts) => thingOf(facts.content, figuresNow(facts).reference?.row.id))
	if (isGaugeThing(chosen)) return chosen
	return isGaugeThing(reference) ? reference : undefined
}

/** A gauge is shown in the middle; anything else opens at the right. */
function isDetail(thing: Thing | undefined): thing is Thing {
	return thing !== undefined && !isWaterLevel(thing)
}

/** Levels of the river, and the gates that keep it out. */
export function GaugePage() {
	const [polder, setPolder] = useState<string>()
	const gauge = useShownGauge()
	const inDetail = usePicture(({ content, route, view }) => view.compose !== undefined || isDetail(thingOf(content, route.selected)))
	return (
		<div className={frame.body} data-left="open" data-page="pegel" data-narrow="map" data-detail={inDetail ? 'full' : 'none'}>
			<Left gauge={gauge} polder={polder} onPolder={setPolder} />
			<main id={CENTRE_ID} className={frame.centre} data-region tabIndex={-1}>
				<Centre gauge={gauge} polder={polder} />
			</main>
			<Right />
		</div>
	)
}

type LeftProps = {
	readonly gauge: GaugeThing | undefined
	readonly polder: string | undefined
	readonly onPolder: (polder: string | undefined) => void
}

function Left({ gauge, polder, onPolder }: LeftProps) {
	const t = useTranslations('gauges')
	const frozen = useFrozenText()
	return (
		<aside className={classes(frame.panel, frame.left)} aria-label={t('title')} data-region tabIndex={-1}>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			<div className={frame.scroll}>
				<GaugeList shown={gauge?.row.id} />
				<PolderList chosen={polder} onChange={onPolder} />
			</div>
		</aside>
	)
}

function Centre({ gauge, polder }: { readonly gauge: GaugeThing | undefined; readonly polder: string | undefined }) {
	const t = useTranslations('gauges')
	return (
		<div className={classes(frame.scroll, styles.centre)}>
			{gauge ? <BigCurve key={gauge.row.id} thing={gauge} /> : <Notice title={t('none')}>{t('noneText')}</Notice>}
			<GatesTable polder={polder} />
		</div>
	)
}

function Right() {
	const t = useTranslations('right')
	const frozen = useFrozenText()
	const thing = usePicture(({ content, route }) => thingOf(content, route.selected))
	const wish = usePicture(({ view }) => view.compose)
	return (
		<aside className={classes(frame.panel, frame.right)} aria-label={t('label')} data-region tabIndex={-1}>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			{wish ? <OrderSheet wish={wish} /> : isDetail(thing) ? <DetailPane thing={thing} /> : <StagePanel />}
		</aside>
	)
}
