import { classes } from '@lagebild/ui/classes.ts'
import { Notice } from '@lagebild/ui/notice.tsx'
import { Tabs } from '@lagebild/ui/tabs.tsx'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import { usePicture } from '../state/react.ts'
import { partsFor } from './access-parts.ts'
import type { Part } from './access-parts.ts'
import { AuditTab } from './audit-tab.tsx'
import { DevicesTab } from './devices-tab.tsx'
import { KeysTab } from './keys-tab.tsx'
import { LabelsTab } from './labels-tab.tsx'
import { PeopleTab } from './people-tab.tsx'
import type { TabProps } from './people-tab.tsx'

import frame from '../frame/frame.module.css'
import styles from './access.module.css'

/** Who may see and say what, and who did. */
export function AccessPage({ grant, operation }: TabProps) {
	const t = useTranslations()
	const wish = usePicture(({ view }) => view.keys)
	const [chosen, setChosen] = useState<Part>(wish ? 'keys' : 'people')
	const parts = partsFor({ grant, operation })
	const [first] = parts
	if (first === undefined)
		return (
			<main id={CENTRE_ID} className={classes(frame.panel, styles.page)} data-region tabIndex={-1}>
				<Notice title={t('access.forbidden')}>{t('access.forbiddenText', { role: t(`roles.${grant.role}`) })}</Notice>
			</main>
		)
	return (
		<main id={CENTRE_ID} className={classes(frame.panel, styles.page)} data-region tabIndex={-1}>
			<Tabs
				label={t('access.tabs')}
				chosen={parts.includes(chosen) ? chosen : first}
				onChange={setChosen}
				tabs={parts.map((id) => ({ id, label: t(`access.${id}`), body: <Body>{bodyOf(id, { grant, operation })}</Body> }))}
			/>
		</main>
	)
}

function Body({ children }: { readonly children: ReactNode }) {
	return (
		<div className={styles.scroll}>
			<div className={styles.column}>{children}</div>
		</div>
	)
}

function bodyOf(part: Part, props: TabProps): ReactNode {
	switch (part) {
		case 'people':
			return <PeopleTab {...props} />
		case 'devices':
			return <DevicesTab {...props} />
		case 'keys':
			return <KeysTab {...props} />
		case 'labels':
			return <LabelsTab {...props} />
		case 'audit':
			return <AuditTab />
	}
}
