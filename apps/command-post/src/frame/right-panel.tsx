import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { Tabs } from '@lagebild/ui/tabs.tsx'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'

import { AlarmList } from '../alarms/alarm-list.tsx'
import { AlarmStrip } from '../alarms/alarm-strip.tsx'
import { UnknownList } from '../detail/unknown-list.tsx'
import { WarningList } from '../detail/warning-list.tsx'
import { alarmsNow } from '../select/alarms.ts'
import { figuresNow, thingNow, unknownsNow } from '../select/now.ts'
import { setView } from '../state/actions.ts'
import { usePicture } from '../state/react.ts'
import { useFrozenText } from './frozen.ts'
import { ChangesList, DetailPane, EditSheet, GonePane, OrderSheet } from './later.ts'

import styles from './frame.module.css'

/** The chosen thing; without one, the alarms, the warnings and what we do not know. */
export function RightPanel() {
	const t = useTranslations('right')
	const frozen = useFrozenText()
	return (
		<aside className={classes(styles.panel, styles.right)} aria-label={t('label')} data-region tabIndex={-1}>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			<Suspense>
				<Content />
			</Suspense>
		</aside>
	)
}

function Content() {
	const wish = usePicture(({ view }) => view.compose)
	const edit = usePicture(({ view, route }) => (route.page === 'lage' ? view.edit : undefined))
	const selected = usePicture(({ route }) => route.selected)
	const thing = usePicture((facts) => thingNow(facts, facts.route.selected))
	const loading = usePicture(({ content }) => content.things.size === 0)
	if (wish) return <OrderSheet wish={wish} />
	if (edit) return <EditSheet draft={edit} />
	if (thing)
		return (
			<>
				<AlarmStrip />
				<DetailPane thing={thing} />
			</>
		)
	if (selected !== undefined && !loading) return <GonePane />
	return <Lists />
}

function Lists() {
	const t = useTranslations('right')
	const tab = usePicture(({ view }) => view.rightTab)
	const warnings = usePicture((facts) => figuresNow(facts).warnings.length)
	const alarms = usePicture((facts) => alarmsNow(facts).open)
	const unknowns = usePicture((facts) => unknownsNow(facts).length)
	return (
		<Tabs
			label={t('label')}
			chosen={tab}
			onChange={(rightTab) => setView({ rightTab })}
			tabs={[
				{ id: 'alarms', label: t('alarms'), count: alarms, body: <AlarmList /> },
				{ id: 'warnings', label: t('warnings'), count: warnings, body: <WarningList /> },
				{ id: 'unknown', label: t('unknown'), count: unknowns, body: <UnknownList /> },
				{ id: 'changes', label: t('changes'), body: <ChangesList /> },
			]}
		/>
	)
}
