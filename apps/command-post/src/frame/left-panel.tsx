import { Button } from '@lagebild/ui/button.tsx'
import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { Tabs } from '@lagebild/ui/tabs.tsx'
import { Layers, List, Map as MapIcon, PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'

import { ObjectsTab } from '../objects/objects-tab.tsx'
import { visibleNow } from '../select/now.ts'
import { setView } from '../state/actions.ts'
import type { LeftTab } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { useFrozenText } from './frozen.ts'
import { LegendTab } from './later.ts'
import { LayersTab } from './layers-tab.tsx'

import styles from './frame.module.css'
import own from './left.module.css'

/** Layers, the list that mirrors the map, and the legend. */
export function LeftPanel({ rail }: { readonly rail: boolean }) {
	const t = useTranslations('left')
	const frozen = useFrozenText()
	return (
		<aside className={classes(styles.panel, styles.left)} aria-label={t('label')} data-region tabIndex={-1}>
			{rail ? (
				<Rail />
			) : (
				<>
					{frozen !== undefined && <FrozenStripe text={frozen} />}
					<LeftTabs />
				</>
			)}
		</aside>
	)
}

function LeftTabs() {
	const t = useTranslations('left')
	const tab = usePicture(({ view }) => view.leftTab)
	const count = usePicture((facts) => visibleNow(facts).length)
	return (
		<div className={own.wrap}>
			<Tabs
				label={t('label')}
				chosen={tab}
				onChange={(leftTab) => setView({ leftTab })}
				tabs={[
					{ id: 'layers', label: t('layers'), body: <LayersTab /> },
					{ id: 'objects', label: t('objects'), count, body: <ObjectsTab /> },
					{
						id: 'legend',
						label: t('legend'),
						body: (
							<Suspense>
								<LegendTab />
							</Suspense>
						),
					},
				]}
			/>
			<span className={own.close}>
				<Button size="icon" look="quiet" label={t('close')} onPress={() => setView({ leftOpen: false })}>
					<PanelLeftClose size={16} aria-hidden />
				</Button>
			</span>
		</div>
	)
}

const RAIL = [
	{ id: 'layers', Icon: Layers },
	{ id: 'objects', Icon: List },
	{ id: 'legend', Icon: MapIcon },
] as const satisfies readonly { readonly id: LeftTab; readonly Icon: unknown }[]

function Rail() {
	const t = useTranslations('left')
	return (
		<div className={styles.rail}>
			<Button size="icon" look="quiet" label={t('open')} expanded={false} onPress={() => setView({ leftOpen: true })}>
				<PanelLeftOpen size={18} aria-hidden />
			</Button>
			{RAIL.map(({ id, Icon }) => (
				<Button key={id} size="icon" look="quiet" label={t(id)} onPress={() => setView({ leftOpen: true, leftTab: id })}>
					<Icon size={18} aria-hidden />
				</Button>
			))}
		</div>
	)
}
