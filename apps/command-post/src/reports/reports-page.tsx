import { speaks } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe, Notice } from '@lagebild/ui/notice.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { isMessage } from '../diary/entries.ts'
import { CENTRE_ID } from '../frame/centre-id.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { RightPanel } from '../frame/right-panel.tsx'
import { ownFunctionsNow } from '../log/own-functions.ts'
import { TextInput } from '../operations/fields.tsx'
import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { InboxList } from './inbox-list.tsx'
import { ReportList } from './report-list.tsx'
import { ReportPane } from './report-pane.tsx'
import { filterReports, inboxOf, isIn, isUnverified, reportsOf, VIEWS } from './reports.ts'
import type { ReportFilter } from './reports.ts'
import { WriteDialog } from './write-dialog.tsx'

import frame from '../frame/frame.module.css'
import styles from '../log/log.module.css'

type Props = { readonly operation: ListedOperation; readonly grant: Grant }

const EVERY: ReportFilter = { view: 'all', text: '' }

/** Messages of the staff: sorted, distributed, signed and answered; and what nobody vouches for yet. */
export function ReportsPage({ operation, grant }: Props) {
	const t = useTranslations('reports')
	const [filter, setFilter] = useState<ReportFilter>(EVERY)
	const [writing, setWriting] = useState(false)
	const chosen = usePicture(({ content, route }) => (route.selected === undefined ? undefined : content.things.get(route.selected)))
	const ofHere = chosen && (isMessage(chosen) || isUnverified(chosen.row)) ? chosen : undefined
	const writes = operation.state === 'open' && speaks(grant.role)
	const frozen = useFrozenText()
	return (
		<div className={classes(frame.body, styles.wide)} data-page="meldungen" data-narrow="map" data-detail={chosen ? 'full' : 'none'}>
			<main id={CENTRE_ID} className={frame.centre} aria-label={t('title')} data-region tabIndex={-1}>
				{frozen !== undefined && <FrozenStripe text={frozen} />}
				<div className={frame.scroll}>
					<div className={styles.reportHead}>
						<Views filter={filter} onChange={(view) => setFilter({ ...filter, view })} />
						<div className={styles.searchField}>
							<TextInput label={t('search')} value={filter.text} onChange={(text) => setFilter({ ...filter, text })} />
						</div>
						{writes && (
							<Button look="primary" size="main" onPress={() => setWriting(true)}>
								{t('write')}
							</Button>
						)}
					</div>
					<Lists filter={filter} onReset={() => setFilter(EVERY)} />
				</div>
			</main>
			{ofHere ? <ReportPane key={ofHere.row.id} thing={ofHere} operation={operation} grant={grant} /> : <RightPanel />}
			<WriteDialog open={writing} operation={operation} grant={grant} onClose={() => setWriting(false)} />
		</div>
	)
}

function useOwn(): ReadonlySet<string> {
	const own = usePicture(ownFunctionsNow)
	return new Set(own === '' ? [] : own.split(' '))
}

function Views({ filter, onChange }: { readonly filter: ReportFilter; readonly onChange: (view: ReportFilter['view']) => void }) {
	const t = useTranslations('reports.views')
	const all = useTranslations('reports')
	const own = useOwn()
	const reports = usePicture(({ content }) => reportsOf(content))
	const inbox = usePicture(({ content }) => inboxOf(content).length)
	const count = (view: ReportFilter['view']) => (view === 'inbox' ? inbox : reports.filter((report) => isIn(report, view, own)).length)
	return (
		<div className={styles.views}>
			<Segmented
				label={all('show')}
				chosen={filter.view}
				onChange={onChange}
				options={VIEWS.map((id) => ({ id, label: `${t(id)} ${count(id)}` }))}
			/>
		</div>
	)
}

function Lists({ filter, onReset }: { readonly filter: ReportFilter; readonly onReset: () => void }) {
	const t = useTranslations('reports')
	const own = useOwn()
	const reports = usePicture(({ content }) => reportsOf(content))
	if (filter.view === 'inbox') return <InboxList text={filter.text} />
	if (reports.length === 0) return <Notice title={t('none')}>{t('noneText')}</Notice>
	const shown = filterReports(reports, filter, own)
	if (shown.length === 0) return <Notice title={t('noMatch')} action={<Button onPress={onReset}>{t('reset')}</Button>} />
	return <ReportList reports={shown} />
}
