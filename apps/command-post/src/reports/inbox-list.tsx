import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { matchesText } from '../select/visible.ts'
import { select } from '../state/actions.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { PriorityChip } from './priority-chip.tsx'
import { inboxOf } from './reports.ts'

import styles from '../log/log.module.css'

/** What nobody vouches for: each stands alone, and says how many of the same hour lie close by. */
export function InboxList({ text }: { readonly text: string }) {
	const t = useTranslations('reports')
	const inbox = usePicture(({ content }) => inboxOf(content))
	const selected = usePicture(({ route }) => route.selected)
	const shown = inbox.filter(({ thing }) => matchesText(thing, text))
	if (shown.length === 0) return <Notice title={t(inbox.length === 0 ? 'inboxEmpty' : 'noMatch')}>{t('inboxText')}</Notice>
	return (
		<ul className={styles.entries} aria-label={t('views.inbox')}>
			{shown.map(({ thing, near }) => (
				<InboxRow key={thing.row.id} thing={thing} near={near.length} current={thing.row.id === selected} />
			))}
		</ul>
	)
}

/** Who said it first. */
function senderOf({ row }: Thing): string {
	const said = row.kind === 'message' ? row.fields.from : row.kind === 'incident' ? row.fields.reporter : undefined
	return said ?? row.sources.at(-1)?.name ?? ''
}

function InboxRow({ thing, near, current }: { readonly thing: Thing; readonly near: number; readonly current: boolean }) {
	const t = useTranslations('reports')
	const kinds = useTranslations('kinds')
	const formats = useFormats()
	const now = useNow(60_000)
	const { row } = thing
	const priority = row.kind === 'message' || row.kind === 'incident' ? row.fields.priority : undefined
	return (
		<li className={styles.entry}>
			<button type="button" className={styles.entryButton} aria-current={current} onClick={() => select(row.id)}>
				<span className={styles.number}>{kinds(row.kind)}</span>
				<span className={styles.entryTime}>
					{formats.time(row.at, now)}
					<small>{formats.age(row.at, now)}</small>
				</span>
				<span className={styles.entryBody}>
					<span className={styles.entryHead}>
						<PriorityChip priority={priority} />
						<bdi>{senderOf(thing)}</bdi>
						{near > 0 && <em>{t('near', { count: near })}</em>}
						{row.geometry === undefined && <span className={styles.muted}>{t('noPlace')}</span>}
					</span>
					<bdi className={styles.entryText}>{titleOf(row)}</bdi>
				</span>
			</button>
		</li>
	)
}
