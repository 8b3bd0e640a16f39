import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { FeedHistory } from '@lagebild/model/feeds-protocol.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'

import { ScrollBox } from '../frame/scroll-box.tsx'
import { openKeys } from '../state/actions.ts'
import type { ListedOperation } from '../state/facts.ts'
import { writeRoute } from '../state/route.ts'
import { ActionsSection } from './actions-section.tsx'
import { DeclaredSection } from './declared-section.tsx'
import { RateSection } from './rate-section.tsx'
import { SampleSection } from './sample-section.tsx'
import { feedEntity, selectFeed } from './selected.ts'
import type { Source } from './standing.ts'
import { StateBox } from './state-box.tsx'
import { useWay } from './words.tsx'

import styles from './sources.module.css'

type Props = {
	readonly source: Source
	readonly history: FeedHistory | undefined
	readonly operation: ListedOperation
	readonly grant: Grant
}

/** Everything about one source: what hangs on it, where it breaks, what can be done, and what it said last. */
export function SourceDetail({ source, history, operation, grant }: Props) {
	const t = useTranslations('sourceDetail')
	const { feed } = source
	return (
		<aside className={styles.detail} aria-label={t('label', { name: feed.name })} data-region tabIndex={-1}>
			<Head source={source} />
			<ScrollBox label={t('label', { name: feed.name })}>
				<div className={styles.sections}>
					<StateBox source={source} />
					<ActionsSection source={source} />
					<RateSection source={source} history={history} />
					<DeclaredSection feed={feed} operation={operation} />
					<KeyLine source={source} mayKeys={hasDuty(grant.role, 'keys')} />
					<SampleSection feed={feed} operation={operation} />
					<Links source={source} operation={operation} />
				</div>
			</ScrollBox>
		</aside>
	)
}

/** Closing gives the focus back to the row that opened it. */
function close(feed: string): void {
	selectFeed(undefined)
	document.querySelector<HTMLElement>(`[data-feed="${CSS.escape(feed)}"]`)?.focus()
}

function Head({ source: { feed } }: Pick<Props, 'source'>) {
	const t = useTranslations('sourceDetail')
	const way = useWay()
	const heading = useRef<HTMLHeadingElement>(null)
	useEffect(() => {
		if (matchMedia('(max-width: 1000px)').matches) heading.current?.focus()
	}, [])
	return (
		<div className={styles.detailHead}>
			<div>
				<h2 ref={heading} tabIndex={-1}>
					<bdi>{feed.name}</bdi>
				</h2>
				<p className={styles.muted}>
					{way(feed)}, <bdi>{feed.id}</bdi>
				</p>
			</div>
			<Button look="quiet" size="icon" label={t('close')} onPress={() => close(feed.id)}>
				<X size={20} aria-hidden />
			</Button>
		</div>
	)
}

/** A source that speaks to us needs a key of its own name. */
function KeyLine({ source: { feed }, mayKeys }: { readonly source: Source; readonly mayKeys: boolean }) {
	const t = useTranslations('sourceDetail')
	if (feed.transport !== 'webhook') return null
	return (
		<section className={styles.section}>
			<p>{t('webhookKeyText', { id: feed.id })}</p>
			{mayKeys && <Button onPress={() => openKeys({ role: 'integrator', create: feed.id })}>{t('webhookKey')}</Button>}
		</section>
	)
}

function Links({ source: { feed }, operation }: Pick<Props, 'source' | 'operation'>) {
	const t = useTranslations('sourceDetail')
	const selected = feedEntity(feed.id)
	const rejects = feed.rejectsOpen ?? 0
	const to = (page: 'zuordnung' | 'zurueckgewiesen') => writeRoute({ operation: operation.id, page, ...(selected && { selected }) })
	return (
		<p className={styles.links}>
			{rejects > 0 && <a href={to('zurueckgewiesen')}>{t('openRejects', { count: rejects })}</a>}
			{feed.format === 'mapping' && <a href={to('zuordnung')}>{t('openMapping')}</a>}
		</p>
	)
}
