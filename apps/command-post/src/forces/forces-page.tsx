import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe } from '@lagebild/ui/notice.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { RightPanel } from '../frame/right-panel.tsx'
import { useBeside } from '../orders/use-beside.ts'
import { AssignDialog } from './assign-dialog.tsx'
import { ForcesTable } from './forces-table.tsx'
import { PeopleBlock } from './people-block.tsx'
import { SelectionBar } from './selection.tsx'
import { StructurePanel } from './structure-panel.tsx'
import { EVERY_UNIT } from './units.ts'
import type { UnitFilter } from './units.ts'

import frame from '../frame/frame.module.css'
import styles from './forces.module.css'

/** Kräfteübersicht: who is there, where they belong, what they do; and what is known of people and shelters. */
export function ForcesPage() {
	const t = useTranslations('forces')
	const [filter, setFilter] = useState<UnitFilter>(EVERY_UNIT)
	const beside = useBeside()
	const frozen = useFrozenText()
	const change = (next: Partial<UnitFilter>) => setFilter({ ...filter, ...next })
	return (
		<div className={frame.body} data-left="open" data-page="kraefte" data-narrow="map" data-detail={beside ? 'full' : 'none'}>
			<aside className={classes(frame.panel, frame.left)} aria-label={t('structure')} data-region tabIndex={-1}>
				{frozen !== undefined && <FrozenStripe text={frozen} />}
				<div className={frame.scroll}>
					<StructurePanel filter={filter} onChange={change} />
				</div>
			</aside>
			<main id={CENTRE_ID} className={frame.centre} data-region tabIndex={-1}>
				<div className={classes(frame.scroll, styles.centre)}>
					<ForcesTable filter={filter} onChange={change} onReset={() => setFilter(EVERY_UNIT)} />
					<PeopleBlock />
				</div>
				<SelectionBar />
				<AssignDialog />
			</main>
			<RightPanel />
		</div>
	)
}
