import type { AuditEntry } from '@lagebild/model/access/http.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { useNow } from '../state/react.ts'
import { AuditFilterFields } from './audit-filter-fields.tsx'
import { filtered, NO_FILTER } from './audit-filter.ts'
import type { AuditFilter } from './audit-filter.ts'
import { auditText } from './audit-text.ts'
import { Listing, Section } from './listing.tsx'
import { useAuditExport } from './use-audit-export.ts'
import { useAuditNames } from './use-audit-names.ts'
import { useAudit } from './use-audit.ts'

import styles from './access.module.css'

/** What happened at the doors, newest first. */
export function AuditTab() {
	const t = useTranslations('audit')
	const [filter, setFilter] = useState<AuditFilter>(NO_FILTER)
	const audit = useAudit(filter.what)
	const names = useAuditNames()
	const { saving, failed, save } = useAuditExport()
	const shown = audit.value && filtered(audit.value, filter, names.who)
	return (
		<Section
			title={t('title')}
			text={t('text')}
			action={
				<Button isDisabled={saving} onPress={() => void save()}>
					<Download size={16} aria-hidden />
					{t(saving ? 'exporting' : 'exportAll')}
				</Button>
			}
		>
			<div role="alert" className={styles.refusal}>
				{failed && t('exportFailed')}
			</div>
			<AuditFilterFields filter={filter} onChange={setFilter} />
			<Listing
				remote={{ ...audit, value: shown }}
				empty={<None any={(audit.value?.length ?? 0) > 0} onReset={() => setFilter(NO_FILTER)} />}
			>
				{(entries) => (
					<ol className={styles.list} aria-label={t('title')}>
						{entries.map((entry) => (
							<Entry key={entry.seq} entry={entry} text={auditText(entry, names)} by={names.who(entry.by)} />
						))}
					</ol>
				)}
			</Listing>
			{audit.next !== undefined && (
				<div className={styles.actions}>
					<Button onPress={() => void audit.more()}>{t('older')}</Button>
				</div>
			)}
		</Section>
	)
}

function None({ any, onReset }: { readonly any: boolean; readonly onReset: () => void }) {
	const t = useTranslations('audit')
	if (!any) return <Notice title={t('none')} />
	return <Notice title={t('noneFilter')} action={<Button onPress={onReset}>{t('reset')}</Button>} />
}

function Entry({ entry, text, by }: { readonly entry: AuditEntry; readonly text: string; readonly by: string }) {
	const t = useTranslations('audit')
	const formats = useFormats()
	const now = useNow(60_000)
	return (
		<li className={styles.entry}>
			<time className={styles.entryTime} title={formats.tactical(entry.recorded)}>
				{dayBefore(formats.time(entry.recorded, now))}
				{formats.clock(entry.recorded)}
			</time>
			<span className={styles.entrySeq} title={t('entry', { seq: entry.seq })}>
				{entry.seq}
			</span>
			<bdi className={styles.entryText}>{text}</bdi>
			{!text.includes(by) && <bdi className={styles.entryBy}>{by}</bdi>}
		</li>
	)
}

/** `20.11., ` where the time names another day. */
function dayBefore(time: string): string {
	const comma = time.lastIndexOf(', ')
	return comma === -1 ? '' : time.slice(0, comma + 2)
}
