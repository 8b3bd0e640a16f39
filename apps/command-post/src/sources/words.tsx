import type { FeedView } from '@lagebild/model/feeds-protocol.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { CircleCheck, CircleDashed, CirclePause, CircleX, Hourglass, Radio, Timer, TriangleAlert, Unplug } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { toneOf } from './standing.ts'
import type { Standing } from './standing.ts'

import styles from './sources.module.css'

const ICONS = {
	runs: CircleCheck,
	late: Timer,
	silent: Radio,
	failing: Unplug,
	limited: TriangleAlert,
	waiting: Hourglass,
	cut: CircleX,
	paused: CirclePause,
	off: CircleDashed,
} as const satisfies Record<Standing, unknown>

export function StandingIcon({ standing }: { readonly standing: Standing }) {
	const Icon = ICONS[standing]
	return <Icon size={16} aria-hidden />
}

/** Icon and word; colour only where it is not as it should be. */
export function StandingMark({ standing }: { readonly standing: Standing }) {
	const t = useTranslations('sources.standing')
	return (
		<span className={styles.standing} data-tone={toneOf(standing)}>
			<StandingIcon standing={standing} />
			{t(standing)}
		</span>
	)
}

/** A span of time as short as it can be said: 0,8 s · 22 s · 6 h. */
export function useSpan(): (ms: number) => string {
	const formats = useFormats()
	return (ms) => {
		if (ms < 10_000) return `${formats.figure(ms / 1_000, ms > 0 && ms % 1_000 !== 0 ? 1 : 0)} s`
		if (ms >= HOUR_MS && ms % HOUR_MS === 0) return `${formats.figure(ms / HOUR_MS)} h`
		return formats.span(ms)
	}
}

const HOUR_MS = 3_600_000

/** Format and how it comes: `PEGELONLINE, Abruf`. */
export function useWay(): (feed: FeedView) => string {
	const t = useTranslations('sources.transports')
	return ({ format, transport }) => (transport === null ? format : `${format}, ${t(transport)}`)
}
