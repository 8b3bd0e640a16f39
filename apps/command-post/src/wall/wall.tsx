import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { StatusTag } from '@lagebild/ui/status-tag.tsx'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

import { BrandMark } from '../frame/brand-mark.tsx'
import { sourcesView } from '../select/feeds.ts'
import { feedList } from '../select/lists.ts'
import type { ListedOperation } from '../state/facts.ts'
import { linkView } from '../state/link.ts'
import { useNow, usePicture } from '../state/react.ts'
import { useLastingWall } from './lasting.ts'
import { WallAlarms, WallForces, WallGates, WallUnknown } from './lists.tsx'
import { WallMap } from './map.tsx'
import { WallWater } from './water.tsx'

import styles from './wall.module.css'

/** The picture for everybody in the room: nothing to press, to be read from where people stand. */
export function Wall({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations()
	useLastingWall()
	useEffect(() => {
		document.title = `${t('wall.title')}, ${operation.name} (${t(`words.status.${operation.status}`)})`
	}, [t, operation])
	return (
		<div className={styles.wall} data-scale="wall">
			<header className={styles.head}>
				<span className={styles.name}>
					<BrandMark className={styles.mark} />
					<h1>
						<bdi>{operation.name}</bdi>
					</h1>
					<StatusTag status={operation.status} />
				</span>
				<Clock />
				<Link />
			</header>
			<section className={styles.side} aria-label={t('wall.water')}>
				<WallWater />
			</section>
			<main className={styles.centre}>
				<WallMap operation={operation} />
			</main>
			<section className={styles.side} aria-label={t('wall.situation')}>
				<WallAlarms />
				<WallGates />
				<WallForces />
				<WallUnknown />
			</section>
		</div>
	)
}

function Clock() {
	const formats = useFormats()
	const now = useNow(1_000)
	return (
		<span className={styles.clock}>
			<time>{formats.clock(now)}</time>
			<span className={styles.tactical}>{formats.tactical(now)}</span>
		</span>
	)
}

/** How old it is, large: a wall that stands still looks like a calm night. */
function Link() {
	const t = useTranslations('wall.link')
	const words = useTranslations('words.link')
	const formats = useFormats()
	const now = useNow(1_000)
	const link = usePicture((facts) => facts.link)
	const feeds = usePicture(({ content }) => feedList(content))
	const view = linkView(link, now, formats.clock)
	const { good, total, tone } = sourcesView(feeds)
	const cut = view.state === 'old' || view.state === 'lost'
	return (
		<span className={styles.link} data-tone={view.state === 'lost' ? 'lost' : cut ? 'old' : 'normal'}>
			<strong>{t(view.state)}</strong>
			{link.asOf !== undefined && <span>{formats.stand(link.asOf, now)}</span>}
			{total > 0 && !cut && (
				<span className={styles.sources} data-tone={tone}>
					{words('sources', { good, total })}
				</span>
			)}
		</span>
	)
}
