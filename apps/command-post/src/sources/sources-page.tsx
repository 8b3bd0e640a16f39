import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe, Notice } from '@lagebild/ui/notice.tsx'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { openKeys } from '../state/actions.ts'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { writeRoute } from '../state/route.ts'
import { MappingPart } from './mapping-part.tsx'
import { seesSources, SOURCE_PAGES } from './pages.ts'
import type { SourcePage } from './pages.ts'
import { RejectsPart } from './rejects-part.tsx'
import { SourcesPart } from './sources-part.tsx'
import { countsOf } from './standing.ts'
import { useSources } from './use-sources.ts'
import type { Sources } from './use-sources.ts'

import frame from '../frame/frame.module.css'
import styles from './sources.module.css'

type Props = { readonly grant: Grant; readonly operation: ListedOperation; readonly page: SourcePage }

/** What speaks to the picture, how it stands, what was refused of it, and how a foreign source is read. */
export function SourcesPage({ grant, operation, page }: Props) {
	const t = useTranslations()
	const frozen = useFrozenText()
	return (
		<main id={CENTRE_ID} className={classes(frame.panel, styles.page)} data-region tabIndex={-1}>
			{frozen !== undefined && <FrozenStripe text={frozen} />}
			{seesSources(grant.role) ? (
				<Desk grant={grant} operation={operation} page={page} />
			) : (
				<Notice title={t('sources.forbidden')}>{t('sources.forbiddenText', { role: t(`roles.${grant.role}`) })}</Notice>
			)}
		</main>
	)
}

function Desk({ grant, operation, page }: Props) {
	const sources = useSources(operation)
	return (
		<>
			<Parts grant={grant} operation={operation} page={page} sources={sources} />
			<Part operation={operation} page={page} sources={sources} grant={grant} />
		</>
	)
}

type PartProps = Props & { readonly sources: Sources }

function Part({ operation, page, sources, grant }: PartProps) {
	switch (page) {
		case 'quellen':
			return <SourcesPart operation={operation} sources={sources} grant={grant} />
		case 'zurueckgewiesen':
			return <RejectsPart sources={sources} />
		case 'zuordnung':
			return <MappingPart operation={operation} sources={sources} />
	}
}

function Parts({ grant, operation, page, sources }: PartProps) {
	const t = useTranslations('sources')
	const selected = usePicture(({ route }) => route.selected)
	const { rejects } = countsOf(sources.list)
	const counts = { quellen: sources.list.length, zurueckgewiesen: rejects, zuordnung: 0 }
	return (
		<nav className={styles.parts} aria-label={t('parts')}>
			{SOURCE_PAGES.map((id) => (
				<a
					key={id}
					className={styles.part}
					href={writeRoute({ operation: operation.id, page: id, ...(selected && { selected }) })}
					{...(id === page ? { 'aria-current': 'page' as const } : {})}
				>
					{t(id)}
					{counts[id] > 0 && <span className={styles.count}>{counts[id]}</span>}
				</a>
			))}
			{hasDuty(grant.role, 'keys') && (
				<button type="button" className={styles.part} onClick={() => openKeys({ role: 'integrator' })}>
					<KeyRound size={16} aria-hidden />
					<span className={styles.partWord}>{t('keys')}</span>
				</button>
			)}
		</nav>
	)
}
