import type { RejectView } from '@lagebild/model/feeds-protocol.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useCallback, useState } from 'react'
import { useTranslations } from 'use-intl'

import { Listing } from '../access/listing.tsx'
import { ScrollBox } from '../frame/scroll-box.tsx'
import { useNow } from '../state/react.ts'
import { useReasonWords } from './reason-words.ts'
import { groupsOf } from './reject-groups.ts'
import type { RejectGroup } from './reject-groups.ts'
import { RejectItem } from './reject-item.tsx'
import { RejectsBar, RerunOutcome } from './rejects-bar.tsx'
import { selectFeed, useSelectedFeed } from './selected.ts'
import { NotLoaded, Stale } from './sources-part.tsx'
import { useRejects, useRerun } from './use-rejects.ts'
import type { RejectsWanted, Rerun } from './use-rejects.ts'
import type { Sources } from './use-sources.ts'

import styles from './sources.module.css'

type Props = { readonly sources: Sources }

/** What sources said and nobody understood, by source and reason: nothing of it is lost. */
export function RejectsPart({ sources }: Props) {
	const t = useTranslations('rejects')
	const { list, remote } = sources
	const mine = list.filter(({ feed }) => feed.may.inspect)
	if (!remote.value) return <NotLoaded sources={sources} />
	if (list.length > 0 && mine.length === 0) return <Notice title={t('forbidden')} />
	return <Groups sources={{ ...sources, list: mine }} />
}

function Groups({ sources }: Props) {
	const t = useTranslations('rejects')
	const formats = useFormats()
	const [wanted, setWanted] = useState<RejectsWanted>('open')
	const rejects = useRejects(sources.list, wanted)
	const { reload } = rejects
	const again = useCallback(() => void reload(), [reload])
	const rerun = useRerun(again)
	const groups = groupsOf(rejects.value ?? [])
	const day = sources.list.reduce((sum, { feed }) => sum + (feed.rejectsDay ?? 0), 0)
	return (
		<>
			<div className={styles.head}>
				<h2>{t('title')}</h2>
				<p className={styles.muted}>{t('day', { count: formats.figure(day) })}</p>
				<span className={styles.push}>
					<Segmented
						label={t('filter')}
						chosen={wanted}
						onChange={setWanted}
						options={(['open', 'all'] as const).map((id) => ({ id, label: t(id) }))}
					/>
				</span>
			</div>
			<Stale sources={sources} />
			<RerunOutcome rerun={rerun} />
			<Listing remote={{ ...rejects, value: rejects.value && groups }} empty={<Notice title={t('none')}>{t('noneText')}</Notice>}>
				{(items) => <Split groups={items} rerun={rerun} reload={again} />}
			</Listing>
		</>
	)
}

type SplitProps = { readonly groups: readonly RejectGroup[]; readonly rerun: Rerun; readonly reload: () => void }

function Split({ groups, rerun, reload }: SplitProps) {
	const t = useTranslations('rejects')
	const feed = useSelectedFeed()
	const [key, setKey] = useState<string>()
	const [id, setId] = useState<number>()
	const group = groups.find((one) => one.key === key) ?? groups.find(({ source }) => source.feed.id === feed) ?? groups[0]
	const reject = group?.rejects.find((one) => one.id === id)
	const choose = (next: RejectGroup) => {
		setKey(next.key)
		setId(undefined)
		selectFeed(next.source.feed.id)
	}
	return (
		<div className={styles.rejects} data-item={reject !== undefined}>
			<section className={styles.groups} aria-label={t('groups')}>
				<ScrollBox label={t('groups')}>
					<ul>
						{groups.map((one) => (
							<li key={one.key}>
								<GroupButton group={one} chosen={one.key === group?.key} onChoose={() => choose(one)} />
							</li>
						))}
					</ul>
				</ScrollBox>
			</section>
			{group && (
				<section className={styles.items} aria-label={t('items')}>
					<RejectsBar group={group} rerun={rerun} onDone={reload} />
					<ScrollBox label={t('items')}>
						<Items rejects={group.rejects} chosen={id} onChoose={setId} />
					</ScrollBox>
				</section>
			)}
			{group && reject && (
				<RejectItem key={reject.id} source={group.source} reject={reject} rerun={rerun} onClose={() => setId(undefined)} onDone={reload} />
			)}
		</div>
	)
}

type GroupProps = { readonly group: RejectGroup; readonly chosen: boolean; readonly onChoose: () => void }

function GroupButton({ group: { source, reason, times, since }, chosen, onChoose }: GroupProps) {
	const t = useTranslations('rejects')
	const formats = useFormats()
	const now = useNow(10_000)
	const words = useReasonWords()
	return (
		<button type="button" className={styles.group} aria-pressed={chosen} onClick={onChoose}>
			<strong>{formats.figure(times)}</strong>
			<span>
				<bdi className={styles.strong}>{source.feed.name}</bdi>
				<bdi>{words(reason)}</bdi>
			</span>
			<span className={styles.muted}>{since !== undefined && t('since', { time: formats.time(since, now) })}</span>
		</button>
	)
}

type ItemsProps = {
	readonly rejects: readonly RejectView[]
	readonly chosen: number | undefined
	readonly onChoose: (id: number) => void
}

function Items({ rejects, chosen, onChoose }: ItemsProps) {
	const t = useTranslations('rejects')
	const formats = useFormats()
	const now = useNow(10_000)
	if (rejects.length === 0) return <Notice title={t('noneHere')}>{t('noneHereText')}</Notice>
	return (
		<ul>
			{rejects.map(({ id, at, times, message, raw, state }) => (
				<li key={id}>
					<button type="button" className={styles.reject} aria-pressed={id === chosen} onClick={() => onChoose(id)}>
						<bdi className={styles.message}>{message}</bdi>
						<bdi className={styles.piece}>{raw.slice(0, 160)}</bdi>
						<span className={styles.muted}>
							{[
								formats.age(Date.parse(at), now),
								...(times > 1 ? [t('times', { count: formats.figure(times) })] : []),
								...(state === 'open' ? [] : [t(`state.${state}`)]),
							].join(', ')}
						</span>
					</button>
				</li>
			))}
		</ul>
	)
}
