import { CircleCheck, Hourglass, RadioTower, RefreshCw, ServerCrash, Timer, Unplug } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { useTranslations } from 'use-intl'

import styles from './connection-chip.module.css'

/** What the chip says about the link, by rule C1. */
export type LinkView =
	| { readonly state: 'live' | 'ago'; readonly seconds: number }
	| { readonly state: 'old'; readonly seconds: number; readonly stand: string }
	/** Without `stand`: nothing was ever received. */
	| { readonly state: 'lost'; readonly seconds: number; readonly stand?: string }
	| { readonly state: 'catching-up' }
	| { readonly state: 'connecting' }

export type SourcesView = {
	readonly good: number
	readonly total: number
	readonly tone: 'normal' | 'old' | 'lost'
	/** The machine behind the picture needs somebody: `old` soon, `lost` now. */
	readonly machine?: 'old' | 'lost'
}

type Props = { readonly link: LinkView; readonly sources: SourcesView; readonly onPress?: () => void }

/** State of the link, its age, and how many sources answer. Never only a dot. */
export function ConnectionChip({ link, sources, onPress }: Props) {
	const t = useTranslations('words.link')
	return (
		<Button className={styles.chip ?? ''} data-tone={toneOf(link)} {...(onPress ? { onPress } : {})}>
			<Link link={link} />
			{/* Cut off, nobody knows how many answer. */}
			{sources.total > 0 && link.state !== 'lost' && (
				<span className={styles.sources} data-tone={sources.tone}>
					<RadioTower size={16} aria-hidden />
					<span className={styles.long}>{t('sources', { good: sources.good, total: sources.total })}</span>
					<span className={styles.short} aria-hidden>
						{sources.good}/{sources.total}
					</span>
				</span>
			)}
			{sources.machine && (
				<span className={styles.sources} data-tone={sources.machine}>
					<ServerCrash size={16} aria-hidden />
					<span className={styles.long}>{t('machine')}</span>
				</span>
			)}
		</Button>
	)
}

function toneOf({ state }: LinkView): 'normal' | 'old' | 'lost' {
	return state === 'old' || state === 'lost' ? state : 'normal'
}

const ICONS = { live: CircleCheck, ago: CircleCheck, old: Timer, lost: Unplug, 'catching-up': RefreshCw, connecting: Hourglass } as const

function Link({ link }: { readonly link: LinkView }) {
	const t = useTranslations('words.link')
	const Icon = ICONS[link.state]
	return (
		<span className={styles.link}>
			<Icon size={16} aria-hidden />
			<Words link={link} t={t} />
		</span>
	)
}

function Words({ link, t }: { readonly link: LinkView; readonly t: ReturnType<typeof useTranslations<'words.link'>> }) {
	switch (link.state) {
		case 'live':
			return (
				<>
					<span className={styles.word} data-live>
						{t('live')}
					</span>
					<span className={styles.age}>{t('seconds', { seconds: link.seconds })}</span>
				</>
			)
		case 'ago':
			return <span className={styles.age}>{t('seconds', { seconds: link.seconds })}</span>
		case 'old':
			return (
				<>
					<span className={styles.roomy}>{t('old', { stand: link.stand, seconds: link.seconds })}</span>
					<span className={styles.tight}>{t('seconds', { seconds: link.seconds })}</span>
				</>
			)
		case 'lost':
			return (
				<>
					<span className={styles.roomy}>{link.stand === undefined ? t('cutOff') : t('lost', { stand: link.stand })}</span>
					<span className={styles.tight}>{t('cutOff')}</span>
				</>
			)
		case 'catching-up':
			return <span>{t('catchingUp')}</span>
		case 'connecting':
			return <span>{t('connecting')}</span>
	}
}
