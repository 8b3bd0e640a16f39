import { HUB_SOURCE } from '@lagebild/model/access/sources.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { CircleCheck, CircleDashed, CircleX, Timer } from 'lucide-react'
import { useLocale, useTranslations } from 'use-intl'

import type { FeedView } from '../select/feeds.ts'
import { feedList, machineList } from '../select/lists.ts'
import { seesSources } from '../sources/pages.ts'
import { useNow, usePicture } from '../state/react.ts'
import { writeRoute } from '../state/route.ts'

import styles from './bar.module.css'

/** Since when the link is as it is, and why each source is what it is. */
export function LinkSheet() {
	const t = useTranslations('link')
	const formats = useFormats()
	const link = usePicture((facts) => facts.link)
	const now = useNow(1_000)
	const feeds = usePicture(({ content }) => feedList(content))
	const machine = usePicture(({ content }) => machineList(content))
	return (
		<div className={styles.sheet}>
			<h2>{t('title')}</h2>
			{link.asOf !== undefined && (
				<p className={styles.stand}>
					{t('operationStand')}: {formats.clock(link.asOf)}, {formats.age(link.asOf, now)}
				</p>
			)}
			{link.stored && <p>{t('stored')}</p>}
			{link.verified === 'no' && <p>{t('notVerified')}</p>}
			<FeedList feeds={feeds} />
			<SourcesLink />
			{machine.length > 0 && (
				<>
					<h2>{t('machine')}</h2>
					<FeedList feeds={machine} />
				</>
			)}
		</div>
	)
}

/** Where more is said of each, for those who may see it. */
function SourcesLink() {
	const t = useTranslations('link')
	const route = usePicture((facts) => facts.route)
	const sees = usePicture(({ session }) => session.state === 'in' && seesSources(session.grant.role))
	if (!sees || route.operation === undefined) return null
	return <a href={writeRoute({ operation: route.operation, page: 'quellen' })}>{t('showSources')}</a>
}

const ICONS = { green: CircleCheck, amber: Timer, red: CircleX, off: CircleDashed } as const

function FeedList({ feeds }: { readonly feeds: readonly FeedView[] }) {
	const t = useTranslations('link')
	if (feeds.length === 0) return <p className={styles.stand}>{t('noSources')}</p>
	return (
		<ul className={styles.feeds}>
			{feeds.map((feed) => (
				<Feed key={feed.id} feed={feed} />
			))}
		</ul>
	)
}

/** What a hub says about itself has both languages: `deutsch · english`. */
function useOwnWords(): (text: string) => string {
	const [of, other] = useLocale().startsWith('de') ? [0, 1] : [1, 0]
	return (text) => {
		const parts = text.split(' · ')
		return parts[of] ?? parts[other] ?? text
	}
}

function Feed({ feed }: { readonly feed: FeedView }) {
	const t = useTranslations('link')
	const own = useOwnWords()
	const isOwn = feed.source === HUB_SOURCE
	const say = isOwn ? own : (text: string) => text
	const Icon = ICONS[feed.state]
	const since = useSince(feed)
	return (
		<li className={styles.feed} data-state={feed.state}>
			<Icon size={16} aria-hidden />
			<bdi>{say(feed.name)}</bdi>
			<span className={styles.feedState}>{isOwn ? t(`machineState.${feed.state}`) : t(`state.${feed.state}`)}</span>
			{since !== undefined && <span className={styles.feedMore}>{since}</span>}
			{feed.reason !== undefined && (
				<span className={styles.feedMore}>
					<bdi>{say(feed.reason)}</bdi>
				</span>
			)}
			{feed.attribution !== undefined && (
				<span className={styles.feedMore}>
					<bdi>{[feed.attribution, feed.licence].filter(Boolean).join(', ')}</bdi>
				</span>
			)}
		</li>
	)
}

function useSince({ since, lastGood, source, state }: FeedView): string | undefined {
	const t = useTranslations('link')
	const formats = useFormats()
	const now = useNow(10_000)
	if (since === undefined) return undefined
	const time = formats.time(since, now)
	if (state === 'green' || source === HUB_SOURCE) return t('since', { time })
	return lastGood === undefined ? t('sinceNever', { time }) : t('sinceLast', { time, last: formats.time(lastGood, now) })
}
