import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { CircleX } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { useStandingWords } from '../objects/standing-mark.tsx'
import { sourcesView } from '../select/feeds.ts'
import { standOf } from '../select/life.ts'
import { feedList, isSilent } from '../select/lists.ts'
import { titleOf } from '../select/names.ts'
import { figuresNow } from '../select/now.ts'
import { severityOf } from '../select/severity.ts'
import { openList, select } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'

import frame from '../frame/frame.module.css'
import styles from './detail.module.css'

/** The official warnings in force, the severest first; and, before anything else, that no source can be reached. */
export function WarningList() {
	const t = useTranslations('right')
	const warnings = usePicture((facts) => figuresNow(facts).warnings)
	const silent = usePicture(({ content }) => isSilent(content))
	return (
		<div className={frame.scroll}>
			<SourcesCut />
			{warnings.length === 0 && <Notice title={t(silent ? 'warningsUnknown' : 'noWarnings')}>{t('noWarningsText')}</Notice>}
			<WarningRows label={t('warnings')} things={warnings} />
		</div>
	)
}

function WarningRows({ label, things }: { readonly label: string; readonly things: readonly Thing[] }) {
	return (
		<ul aria-label={label}>
			{things.map((thing) => (
				<li key={thing.row.id}>
					<Warning thing={thing} />
				</li>
			))}
		</ul>
	)
}

function SourcesCut() {
	const t = useTranslations('link')
	const { good, total, tone } = sourcesView(usePicture(({ content }) => feedList(content)))
	if (total === 0 || good > 0 || tone !== 'lost') return null
	return (
		<div className={styles.cut}>
			<strong>
				<CircleX size={16} aria-hidden />
				{t('allRed')}
			</strong>
			<p>{t('allRedText', { total })}</p>
			<div>
				<Button size="row" onPress={() => openList('unknown')}>
					{t('showSources')}
				</Button>
			</div>
		</div>
	)
}

function Warning({ thing }: { readonly thing: Thing }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(10_000)
	const { row } = thing
	const severity = severityOf(row) ?? 'Unknown'
	const standing = useStandingWords(thing, now)
	const { until, state } = standOf(thing, now)
	const sender = row.kind === 'warning' ? row.fields.senderName : undefined
	return (
		<button type="button" className={styles.warning} onClick={() => select(row.id)}>
			<SeverityMark level={severity} size={24} silent />
			<bdi className={styles.warningName}>{titleOf(row, formats.language)}</bdi>
			<span className={styles.warningLine}>
				{t(`words.severity.${severity}`)}
				{sender ? <bdi>, {sender}</bdi> : null}
			</span>
			<span className={styles.warningLine}>
				{formats.stand(row.at, now)}
				<span data-old={state === 'stale' || state === 'unconfirmed'}>
					, {standing ?? (until === undefined ? t('right.noUntil') : t('right.until', { time: formats.time(until, now) }))}
				</span>
			</span>
		</button>
	)
}
