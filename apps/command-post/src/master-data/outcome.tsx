import { EntityId } from '@lagebild/model/ids.ts'
import type { MasterDataReport } from '@lagebild/model/master-data.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { writeRoute } from '../state/route.ts'
import { saveText } from './api.ts'
import { fieldText } from './texts.ts'
import { reportOf } from './use-import.ts'
import type { Importing, Progress } from './use-import.ts'

import styles from './master-data.module.css'

type Props = { readonly importing: Importing; readonly operation: ListedOperation }

/** What the file came to, and what can be done with it now. */
export function Outcome({ importing, operation }: Props) {
	const { progress } = importing
	const report = reportOf(progress)
	return (
		<div className={styles.outcome}>
			<div aria-live="polite">
				<Words progress={progress} />
			</div>
			{progress.state === 'failed' && <Failed why={progress.why} onAgain={importing.compare} />}
			{report && progress.state === 'done' && <Done importing={importing} report={report} operation={operation} />}
			{report && progress.state !== 'done' && report.unmapped.length === 0 && <Ready importing={importing} report={report} />}
		</div>
	)
}

function Words({ progress }: { readonly progress: Progress }) {
	const t = useTranslations()
	const report = reportOf(progress)
	if (progress.state === 'empty') return <Notice title={t('masterData.empty')}>{t('masterData.emptyText')}</Notice>
	if (progress.state === 'reading') return <p className={styles.working}>{t('masterData.reading')}</p>
	if (progress.state === 'importing') return <p className={styles.working}>{t('masterData.importing')}</p>
	if (!report) return null
	const { rows, headerLine: header, charset, unmapped, counts } = report
	if (unmapped.length > 0) {
		const fields = unmapped.map((field) => fieldText(t, field)).join(', ')
		return <Notice title={t('masterData.unmapped', { fields })}>{t('masterData.unmappedText')}</Notice>
	}
	const { new: fresh, changed, unchanged, refused, ended } = counts
	return (
		<>
			<h2 className={styles.heading}>
				{progress.state === 'done' ? `${t('masterData.result')}: ` : ''}
				{t('masterData.summary', { fresh, changed, unchanged, refused })}
				{ended > 0 && `, ${t('masterData.ended', { count: ended })}`}
			</h2>
			<p className={styles.hint}>
				{t('masterData.read', { rows: rows.length, header, charset: charset.toUpperCase() })}
				<Beside counts={counts} />
				{report.doubled.length > 0 && `. ${t('masterData.doubled', { names: report.doubled.join(', ') })}`}
			</p>
		</>
	)
}

/** What else is to know about the lines. */
function Beside({ counts: { stands, reporting, unsure } }: Pick<MasterDataReport, 'counts'>) {
	const t = useTranslations('masterData')
	return (
		<>
			{stands > 0 && `. ${t('stands', { count: stands })}`}
			{reporting > 0 && `. ${t('reporting', { count: reporting })}`}
			{unsure > 0 && `. ${t('unsureCount', { count: unsure })}`}
		</>
	)
}

function Failed({ why, onAgain }: { readonly why: Extract<Progress, { state: 'failed' }>['why']; readonly onAgain: () => void }) {
	const t = useTranslations('masterData')
	const formats = useFormats()
	const again = <Button onPress={onAgain}>{t('again')}</Button>
	if (why === 'unreachable') {
		return (
			<div role="alert">
				<Notice title={t('failed')} action={again}>
					{t('unreachable')}
				</Notice>
			</div>
		)
	}
	const text = 'bytes' in why ? t('tooLarge', { size: formats.figure(why.bytes / 1_000_000, 1) }) : why.message
	return (
		<div role="alert">
			<Notice title={t('failed')} action={again}>
				{text}
			</Notice>
		</div>
	)
}

type ReportProps = { readonly importing: Importing; readonly report: MasterDataReport }

function Ready({ importing, report }: ReportProps) {
	const t = useTranslations('masterData')
	const { choice, progress, bringIn } = importing
	const { new: fresh, changed, missing } = report.counts
	const ended = choice.endMissing ? missing : 0
	const nothing = fresh + changed + ended === 0
	const unconfirmed = choice.endMissing && report.mostMissing && !choice.confirmMissing
	return (
		<>
			<Missing importing={importing} report={report} />
			<div className={styles.actions}>
				<Button look="primary" size="main" isDisabled={nothing || unconfirmed || progress.state !== 'preview'} onPress={bringIn}>
					{nothing ? t('goNothing') : ended > 0 ? t('goEnd', { fresh, changed, ended }) : t('go', { fresh, changed })}
				</Button>
				<RefusedButton report={report} />
			</div>
		</>
	)
}

function RefusedButton({ report: { refusedCsv, list } }: { readonly report: MasterDataReport }) {
	const t = useTranslations('masterData')
	if (refusedCsv === undefined) return null
	return (
		<>
			<Button size="main" onPress={() => saveText(`stammdaten-${list}-abgelehnt.csv`, refusedCsv)}>
				{t('refusedFile')}
			</Button>
			<span className={styles.hint}>{t('refusedHint')}</span>
		</>
	)
}

/** Names of missing objects that are spelt out. */
const NAMED = 5

function Missing({ importing: { choice, mark }, report: { missing, mostMissing } }: ReportProps) {
	const t = useTranslations('masterData')
	if (missing.length === 0) return null
	const names = missing.slice(0, NAMED).map(({ title }) => title)
	const more = missing.length - names.length
	return (
		<div className={styles.missing}>
			<p>{t('missing', { count: missing.length })}</p>
			<p className={styles.hint}>{more > 0 ? t('missingList', { names: names.join(', '), more }) : names.join(', ')}</p>
			<Checkbox checked={choice.endMissing} onChange={(endMissing) => mark({ endMissing, confirmMissing: false })}>
				{t('endMissing')}
			</Checkbox>
			{choice.endMissing && mostMissing && (
				<>
					<p className={styles.warn}>{t('mostMissing')}</p>
					<Checkbox checked={choice.confirmMissing} onChange={(confirmMissing) => mark({ confirmMissing })}>
						{t('confirmMissing')}
					</Checkbox>
				</>
			)}
		</div>
	)
}

function Done({ importing, report, operation }: ReportProps & { readonly operation: ListedOperation }) {
	const t = useTranslations('masterData')
	const shown = [operation.id, ...operation.bases].some((id) => id === report.operation)
	const said = report.rows.find(({ state }) => state === 'new' || state === 'changed')
	const selected = EntityId.safeParse(said?.entity).data
	return (
		<>
			{report.record !== undefined && <p className={styles.hint}>{t('recorded')}</p>}
			<div className={styles.actions}>
				{shown && selected !== undefined && (
					<a className={styles.link} href={writeRoute({ operation: operation.id, page: 'lage', selected })}>
						{t('show')}
					</a>
				)}
				<RefusedButton report={report} />
				<Button size="main" onPress={() => importing.choose({ file: undefined, mapping: undefined })}>
					{t('next')}
				</Button>
			</div>
		</>
	)
}
