import type { CounterFigure, CounterReport, CounterSum } from '@lagebild/picture/figures-counters.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { select } from '../state/actions.ts'
import { useNow } from '../state/react.ts'
import { AsOfLine } from './as-of.tsx'

import styles from './forces.module.css'

export function Counters({ counters }: { readonly counters: readonly CounterFigure[] }) {
	const t = useTranslations('people')
	return (
		<section className={styles.block}>
			<h2>{t('counters')}</h2>
			{counters.length === 0 ? <p className={styles.muted}>{t('noCounters')}</p> : <p className={styles.muted}>{t('never')}</p>}
			{counters.map((figure) => (
				<Figure key={figure.what} figure={figure} />
			))}
		</section>
	)
}

function Figure({ figure: { what, sums, reports } }: { readonly figure: CounterFigure }) {
	const t = useTranslations('people')
	const older = reports.reduce((count, report) => count + report.older.length, 0)
	return (
		<div className={styles.figure}>
			<h3>{t(`what.${what}`)}</h3>
			{sums.map((sum) => (
				<Sum key={`${sum.level} ${sum.depth}`} sum={sum} />
			))}
			<ul>
				{reports.map((report) => (
					<Report key={report.id} report={report} />
				))}
			</ul>
			{older > 0 && <p className={styles.muted}>{t('older', { count: older })}</p>}
		</div>
	)
}

function Sum({ sum: { level, depth, value, exactness, lower, upper, ids, asOf } }: { readonly sum: CounterSum }) {
	const t = useTranslations('people')
	const formats = useFormats()
	const name = level === 'section' && depth > 0 ? t('subLevel', { depth }) : t(`level.${level}`)
	const bounds = { lower: formats.figure(lower ?? value), upper: formats.figure(upper ?? value) }
	return (
		<p className={styles.sum}>
			<strong>{formats.figure(value)}</strong>
			<span>
				{t(`exactness.${exactness}`)}
				{(lower !== undefined || upper !== undefined) && `, ${t('range', bounds)}`}, {t('over', { count: ids.length, level: name })}
			</span>
			<AsOfLine asOf={asOf} />
		</p>
	)
}

function Report({ report: { id, scope, value, exactness, at, stale } }: { readonly report: CounterReport }) {
	const t = useTranslations('people')
	const formats = useFormats()
	const now = useNow(60_000)
	return (
		<li>
			<button type="button" className={styles.report} onClick={() => select(id)}>
				<bdi>{scope.name}</bdi>
				<span>{formats.figure(value)}</span>
				<span className={styles.muted}>
					{t(`exactness.${exactness}`)}, {formats.stand(at, now)}
					{stale && `, ${t('stale')}`}
				</span>
			</button>
		</li>
	)
}
