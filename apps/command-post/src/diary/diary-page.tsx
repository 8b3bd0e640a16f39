import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { classes } from '@lagebild/ui/classes.ts'
import { FrozenStripe, Notice } from '@lagebild/ui/notice.tsx'
import { Printer } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { CENTRE_ID } from '../frame/centre-id.ts'
import { useFrozenText } from '../frame/frozen.ts'
import { useNarrow } from '../frame/narrow.tsx'
import { RightPanel } from '../frame/right-panel.tsx'
import { mayKeepDiary } from '../log/desk.ts'
import { useDraft } from '../log/draft.ts'
import { select } from '../state/actions.ts'
import type { ListedOperation } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { Composer } from './composer.tsx'
import type { ComposerProps } from './composer.tsx'
import { diaryDraftKey, EMPTY_ENTRY } from './draft.ts'
import { diaryOf, EVERY_ENTRY, filterEntries, isDiary } from './entries.ts'
import type { DiaryEntry, DiaryFilter } from './entries.ts'
import { EntryList } from './entry-list.tsx'
import { EntryPane } from './entry-pane.tsx'
import { FilterPanel } from './filter-panel.tsx'
import { Keeper } from './keeper.tsx'
import { PrintView } from './print-view.tsx'

import frame from '../frame/frame.module.css'
import styles from '../log/log.module.css'

type Props = { readonly operation: ListedOperation; readonly grant: Grant }

/** Einsatztagebuch: written, numbered by the hub, corrected by entries alone, read by filter, printed. */
export function DiaryPage({ operation, grant }: Props) {
	const t = useTranslations('diary')
	const [filter, setFilter] = useState<DiaryFilter>(EVERY_ENTRY)
	const [printing, setPrinting] = useState(false)
	const draft = useDraft(diaryDraftKey({ operation: operation.id, credential: grant.credential }), EMPTY_ENTRY)
	const [writing, setWriting] = useState(isBegun(draft[0]))
	const entries = usePicture(({ content, said }) => diaryOf(content, said, grant.name))
	const now = useNow(60_000)
	const narrow = useNarrow()
	const chosen = usePicture(({ content, route }) => (route.selected === undefined ? undefined : content.things.get(route.selected)))
	const shown = filterEntries(entries, filter, now)
	const change = (next: Partial<DiaryFilter>) => setFilter({ ...filter, ...next })
	const correct = (id: EntityId) => {
		draft[1]({ corrects: id, category: entries.find((entry) => entry.id === id)?.category ?? 'situation' })
		setWriting(true)
		if (narrow) select(undefined)
	}
	const panel = (
		<FilterPanel entries={entries} filter={filter} onChange={change} onReset={() => setFilter({ ...EVERY_ENTRY, book: filter.book })} />
	)
	return (
		<div className={classes(frame.body, styles.three)} data-page="tagebuch" data-narrow="map" data-detail={chosen ? 'full' : 'none'}>
			<aside className={classes(frame.panel, frame.left)} aria-label={t('find')} data-region tabIndex={-1}>
				<div className={frame.scroll}>{!narrow && panel}</div>
			</aside>
			<main id={CENTRE_ID} className={frame.centre} aria-label={t('title')} data-region tabIndex={-1}>
				<Frozen />
				<div className={frame.scroll}>
					<Keeper operation={operation} grant={grant} />
					<Writing {...{ operation, grant, entries, draft, writing }} book={filter.book} onWriting={setWriting} />
					{narrow && (
						<details className={styles.folded}>
							<summary>{t('find')}</summary>
							{panel}
						</details>
					)}
					<ListHead shown={shown.length} book={filter.book} onPrint={() => setPrinting(true)} />
					<Entries entries={entries} shown={shown} onReset={() => setFilter({ ...EVERY_ENTRY, book: filter.book })} />
				</div>
			</main>
			{isDiary(chosen) ? (
				<EntryPane thing={chosen} may={mayKeepDiary(grant, operation).may} onCorrect={correct} onLinked={(linked) => change({ linked })} />
			) : (
				<RightPanel />
			)}
			{printing && <PrintView operation={operation} grant={grant} filter={filter} entries={shown} onClose={() => setPrinting(false)} />}
		</div>
	)
}

function ListHead({ shown, book, onPrint }: { readonly shown: number; readonly book: string; readonly onPrint: () => void }) {
	const t = useTranslations('diary')
	return (
		<div className={styles.listHead}>
			<h2>{t('count', { shown, book })}</h2>
			{shown > 0 && (
				<Button onPress={onPrint}>
					<Printer size={16} aria-hidden />
					{t('print')}
				</Button>
			)}
		</div>
	)
}

function isBegun({ text, corrects, causes }: typeof EMPTY_ENTRY): boolean {
	return text !== '' || corrects !== '' || causes.length > 0
}

function Frozen() {
	const frozen = useFrozenText()
	return frozen === undefined ? null : <FrozenStripe text={frozen} />
}

type WritingProps = Omit<ComposerProps, 'onDone'> & { readonly writing: boolean; readonly onWriting: (on: boolean) => void }

/** The form, or the button that opens it, or why there is none. */
function Writing({ writing, onWriting, ...props }: WritingProps) {
	const t = useTranslations('diary')
	const may = mayKeepDiary(props.grant, props.operation)
	if (!may.may) return <p className={styles.refused}>{t(`mayNot.${may.why}`, { keepers: may.keepers })}</p>
	if (writing) return <Composer {...props} onDone={() => onWriting(false)} />
	return (
		<div className={styles.opens}>
			<Button look="primary" size="main" onPress={() => onWriting(true)}>
				{t('write')}
			</Button>
		</div>
	)
}

type EntriesProps = { readonly entries: readonly DiaryEntry[]; readonly shown: readonly DiaryEntry[]; readonly onReset: () => void }

function Entries({ entries, shown, onReset }: EntriesProps) {
	const t = useTranslations('diary')
	if (entries.length === 0) return <Notice title={t('none')}>{t('noneText')}</Notice>
	if (shown.length === 0) return <Notice title={t('noMatch')} action={<Button onPress={onReset}>{t('reset')}</Button>} />
	return <EntryList entries={entries} shown={shown} onOpen={select} />
}
