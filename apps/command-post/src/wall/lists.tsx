import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { GateGlyph } from '@lagebild/ui/gate-glyph.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { StrengthFigure } from '@lagebild/ui/strength-figure.tsx'
import { useTranslations } from 'use-intl'

import { alarmsNow } from '../select/alarms.ts'
import { figuresNow, ordersNow, unknownsNow } from '../select/now.ts'
import { useNow, usePicture } from '../state/react.ts'
import { namesIn } from './names.ts'

import styles from './wall.module.css'

/** As many as are read in passing. */
const ALARMS = 4

export function WallAlarms() {
	const t = useTranslations('alarms')
	const formats = useFormats()
	const now = useNow(10_000)
	const { standing, open } = usePicture(alarmsNow)
	return (
		<section className={styles.part}>
			<h2>
				{t('title')} <small>{t('openCount', { count: open })}</small>
			</h2>
			{standing.length === 0 && <p className={styles.quiet}>{t('none')}</p>}
			<ul>
				{standing.slice(0, ALARMS).map((alarm) => (
					<li key={alarm.key} className={styles.row} data-quiet={alarm.acknowledged !== undefined || undefined}>
						<SeverityMark level={alarm.severity} size={32} />
						<bdi className={styles.what}>{alarm.title}</bdi>
						<span>{formats.age(alarm.since, now)}</span>
					</li>
				))}
			</ul>
			{standing.length > ALARMS && <p className={styles.quiet}>{t('more', { count: standing.length - ALARMS })}</p>}
		</section>
	)
}

const STATES = ['conflict', 'open', 'fault', 'unknown', 'closing'] as const

/** Those that are closed are a number; every other one has a name, as far as there is room. */
export function WallGates() {
	const t = useTranslations()
	const { gates, gateCounts } = usePicture(figuresNow)
	return (
		<section className={styles.part}>
			<h2>
				{t('figures.gates')}
				<small>
					<strong className={styles.count}>{gateCounts.closed}</strong> {t('figures.closedOf', { total: gateCounts.total })}
				</small>
			</h2>
			<ul>
				{STATES.filter((state) => gateCounts[state] > 0).map((state) => (
					<li key={state} className={styles.row}>
						<GateGlyph state={state} size={24} />
						<span className={styles.state}>{t(`words.gate.${state}`)}</span>
						<span className={styles.what}>
							<bdi>{namesIn(gates, state)}</bdi>
						</span>
					</li>
				))}
			</ul>
		</section>
	)
}

export function WallForces() {
	const t = useTranslations()
	const { forces } = usePicture((facts) => figuresNow(facts).sums)
	const orders = usePicture(ordersNow)
	const sections = forces.sections.filter(({ above, all }) => above === undefined && all.units > 0)
	return (
		<section className={styles.part} data-fills>
			<h2>
				{t('figures.forces', { units: forces.all.units })}
				<small>
					<StrengthFigure strength={forces.all.strength} />
				</small>
			</h2>
			<p className={styles.quiet}>
				{t('figures.forcesLine', { bound: forces.status.bound.units, free: forces.status.free.units })}
				{' · '}
				{t('wall.orders', { open: orders.open, overdue: orders.overdue })}
			</p>
			<ul>
				{sections.map(({ id, name, all }) => (
					<li key={id ?? name} className={styles.row}>
						<bdi className={styles.what}>{name}</bdi>
						<span className={styles.free}>{t('wall.freeOf', { free: all.status.free, units: all.units })}</span>
						<StrengthFigure strength={all.strength} />
					</li>
				))}
			</ul>
		</section>
	)
}

const UNKNOWNS = 3

export function WallUnknown() {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const unknowns = usePicture(unknownsNow)
	return (
		<section className={styles.part}>
			<h2>
				{t('wall.unknown')} <small>{unknowns.length}</small>
			</h2>
			{unknowns.length === 0 && <p className={styles.quiet}>{t('right.nothingUnknown')}</p>}
			<ul>
				{unknowns.slice(0, UNKNOWNS).map((unknown) => (
					<li key={unknown.key} className={styles.row}>
						<span className={styles.what}>
							<bdi>{unknown.name}</bdi>
						</span>
						{unknown.since !== undefined && <span>{t('wall.since', { time: formats.time(unknown.since, now) })}</span>}
					</li>
				))}
			</ul>
		</section>
	)
}
