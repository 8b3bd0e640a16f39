import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { HiddenText } from '@lagebild/ui/hidden-text.tsx'
import { Menu } from '@lagebild/ui/menu.tsx'
import { StatusTag } from '@lagebild/ui/status-tag.tsx'
import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import { BellButton } from '../alarms/bell-button.tsx'
import { waitingNow } from '../reports/reports.ts'
import { SayingsPopover } from '../sayings/sayings-popover.tsx'
import { ordersNow } from '../select/now.ts'
import { isOfSources, runsSources } from '../sources/pages.ts'
import { goTo, openOperation } from '../state/actions.ts'
import { workable } from '../state/choose.ts'
import type { ListedOperation } from '../state/facts.ts'
import { useLiveNow, usePicture } from '../state/react.ts'
import { writeRoute } from '../state/route.ts'
import type { Page } from '../state/route.ts'
import { AttendancePopover } from './attendance-popover.tsx'
import { BrandMark } from './brand-mark.tsx'
import { LinkPopover } from './link-popover.tsx'
import { PageHead } from './page-head.tsx'
import { SearchField } from './search-field.tsx'
import { SEARCH_ID } from './search-id.ts'
import { SessionMenu } from './session-menu.tsx'

import styles from './bar.module.css'

export function Bar({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations('bar')
	return (
		<header className={styles.bar} aria-label={t('label')} data-region tabIndex={-1}>
			<PageHead operation={operation} />
			<div className={styles.start}>
				<BrandMark className={styles.mark} />
				<OperationMenu operation={operation} />
				<StatusTag status={operation.status} />
			</div>
			<Pages operation={operation} />
			<span className={styles.space} />
			<SearchField id={SEARCH_ID} />
			<AttendancePopover />
			<SayingsPopover />
			<LinkPopover />
			<BellButton />
			<Clock />
			<SessionMenu />
		</header>
	)
}

const STATUS_TEXT = { actual: 'actualOperation', exercise: 'exerciseOperation', test: 'testOperation' } as const

function OperationMenu({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations('bar')
	const operations = usePicture((facts) => facts.operations)
	const entries = workable(operations).map(({ id, name, status, state }) => ({
		id,
		label: <bdi>{name}</bdi>,
		text: name,
		support: state === 'open' ? t(STATUS_TEXT[status]) : t('closedOperation', { status: t(STATUS_TEXT[status]) }),
		chosen: id === operation.id,
		onPress: () => openOperation(id),
	}))
	const manage = { id: 'manage', label: t('manage'), text: t('manage'), support: t('manageSupport'), onPress: () => goTo('lagen') }
	return (
		<Menu
			label={t('operations')}
			parts={[
				{ id: 'operations', heading: t('operations'), entries },
				{ id: 'manage', entries: [manage] },
			]}
			trigger={
				<Button className={styles.operation ?? ''}>
					<bdi className={styles.operationName}>{operation.name}</bdi>
					<HiddenText>{t('switch')}</HiddenText>
					<ChevronDown size={16} aria-hidden />
				</Button>
			}
		/>
	)
}

const PAGES = ['lage', 'kraefte', 'pegel', 'auftraege', 'meldungen', 'tagebuch'] as const satisfies readonly Page[]

function Pages({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations('bar')
	const { page, at } = usePicture(({ route }) => route)
	const counts: Partial<Record<Page, number>> = {
		auftraege: usePicture((facts) => ordersNow(facts).open),
		meldungen: usePicture(waitingNow),
	}
	const runs = usePicture(({ session }) => session.state === 'in' && runsSources(session.grant.role))
	const pages: readonly Page[] = runs ? [...PAGES, 'quellen'] : PAGES
	return (
		<nav className={styles.pages} aria-label={t('pages')}>
			{pages.map((id) => (
				<a
					key={id}
					className={styles.pageLink}
					href={writeRoute({ operation: operation.id, page: id, ...(at !== undefined && { at }) })}
					data-page={id}
					{...(id === page || (id === 'quellen' && isOfSources(page)) ? { 'aria-current': 'page' as const } : {})}
				>
					{t(id)}
					{(counts[id] ?? 0) > 0 && <span className={styles.count}>{counts[id]}</span>}
				</a>
			))}
		</nav>
	)
}

function Clock() {
	const formats = useFormats()
	const now = useLiveNow(1_000)
	return <time className={styles.clock}>{formats.clock(now)}</time>
}
