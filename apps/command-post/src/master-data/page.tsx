import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { classes } from '@lagebild/ui/classes.ts'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { Mapping } from './mapping.tsx'
import { Outcome } from './outcome.tsx'
import { Preview } from './preview.tsx'
import { Setup } from './setup.tsx'
import { reportOf, useImport } from './use-import.ts'

import frame from '../frame/frame.module.css'
import styles from './master-data.module.css'

/** Bases first: what many operations need is brought in once. */
function targetsFor(operation: ListedOperation, operations: readonly ListedOperation[], grant: Grant): readonly ListedOperation[] {
	const shown = [...operations.filter(({ id }) => operation.bases.includes(id)), operation]
	return shown.filter(({ id, state }) => state === 'open' && (grant.operations === 'all' || grant.operations.includes(id)))
}

/** Lists of units, sections, shelters, gates, dike sections and telephones, brought in from tables. */
export function MasterDataPage({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations()
	const session = usePicture((facts) => facts.session)
	const operations = usePicture((facts) => facts.operations)
	const grant = session.state === 'in' ? session.grant : undefined
	const targets = useMemo(() => (grant ? targetsFor(operation, operations, grant) : []), [operation, operations, grant])
	const [first] = targets
	return (
		<main id={CENTRE_ID} className={classes(frame.body, styles.page)} data-region tabIndex={-1}>
			{!grant || !hasDuty(grant.role, 'master-data') ? (
				<Notice title={t('masterData.forbidden')}>
					{t('masterData.forbiddenText', { role: t(`roles.${grant?.role ?? 'observer'}`) })}
				</Notice>
			) : first ? (
				<Desk key={operation.id} operation={operation} targets={targets} first={first} />
			) : (
				<Notice title={t('masterData.noTarget')} />
			)}
		</main>
	)
}

type DeskProps = { readonly operation: ListedOperation; readonly targets: readonly ListedOperation[]; readonly first: ListedOperation }

function Desk({ operation, targets, first }: DeskProps) {
	const t = useTranslations('masterData')
	const importing = useImport({ list: 'units', target: first.id })
	const report = reportOf(importing.progress)
	return (
		<>
			<section className={styles.setup} aria-label={t('setup')}>
				<h2 className={styles.heading}>{t('title')}</h2>
				<Setup importing={importing} targets={targets} />
				{report && importing.progress.state !== 'done' && <Mapping importing={importing} report={report} />}
			</section>
			<section className={styles.centre} aria-label={t(importing.progress.state === 'done' ? 'result' : 'preview')}>
				<Outcome importing={importing} operation={operation} />
				{report && report.unmapped.length === 0 && <Preview key={report.list} report={report} />}
			</section>
		</>
	)
}
