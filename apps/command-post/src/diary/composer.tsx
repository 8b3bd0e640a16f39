import { mayDo } from '@lagebild/model/access/roles.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { EntityId as EntityIds } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useTranslations } from 'use-intl'

import { ThingLink } from '../log/linked.tsx'
import { readWhen } from '../log/when.ts'
import { SelectInput, TextInput } from '../operations/fields.tsx'
import { RefusalText } from '../operations/refusal-text.tsx'
import type { Word } from '../same/bind.ts'
import { sayWords } from '../same/say-words.ts'
import { useSaying } from '../same/use-saying.ts'
import { titleOf } from '../select/names.ts'
import type { ListedOperation, Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import type { EntryDraft } from './draft.ts'
import { CATEGORIES, handBefore, isMessage, saidAt } from './entries.ts'
import type { Category, DiaryEntry } from './entries.ts'
import { entryWords } from './words.ts'

import styles from '../log/log.module.css'

export type DraftOf = readonly [EntryDraft, (change: Partial<EntryDraft> | undefined) => void]

export type ComposerProps = {
	readonly operation: ListedOperation
	readonly grant: Grant
	readonly book: string
	readonly entries: readonly DiaryEntry[]
	readonly draft: DraftOf
	readonly onDone: () => void
}

/** An entry as it will stand: what was so, when, its part in the chain of command, and what it follows from. */
export function Composer(props: ComposerProps) {
	const t = useTranslations('diary')
	const [draft, change] = props.draft
	const { submit, tried, at, refusal, busy } = useEntering(props)
	const before = handBefore(props.entries, props.book, props.grant.source)
	return (
		<form className={styles.composer} onSubmit={submit} noValidate aria-label={t('write')}>
			<h2>{t('newEntry', { book: props.book })}</h2>
			<Correcting draft={props.draft} />
			<TextInput
				label={t('text')}
				long
				max={20_000}
				value={draft.text}
				onChange={(text) => change({ text })}
				fault={tried && draft.text.trim() === '' ? t('textMissing') : undefined}
			/>
			<CategoryChoice draft={props.draft} />
			<div className={styles.fields}>
				<TextInput
					label={t('when')}
					hint={t('whenHint')}
					value={draft.when}
					onChange={(when) => change({ when })}
					fault={at === undefined ? t('whenWrong') : undefined}
					max={20}
				/>
				<TextInput label={t('note')} value={draft.note} onChange={(note) => change({ note })} max={2_000} />
			</div>
			<Causes draft={props.draft} grant={props.grant} />
			{before && <p className={styles.hint}>{t('handHint', { name: before.author })}</p>}
			<RefusalText refusal={refusal} />
			<div className={styles.actions}>
				<Button look="primary" size="main" submits isDisabled={busy}>
					{t('enter')}
				</Button>
				<Button size="main" onPress={props.onDone}>
					{t('later')}
				</Button>
				<span className={styles.hint}>{t('keptHere')}</span>
			</div>
		</form>
	)
}

function useEntering({ operation, grant, book, entries, draft: [draft, change], onDone }: ComposerProps) {
	const t = useTranslations('diary')
	const now = usePicture((facts) => facts.now)
	const things = usePicture(({ content }) => content.things)
	/** Before that neither the causes of a draft nor whose hand wrote last are known. */
	const ready = usePicture(({ content, link }) => content.things.size > 0 || link.session === 'live')
	const [tried, setTried] = useState(false)
	const { refusal, busy, enter } = useSaying(() => {
		change(undefined)
		onDone()
	})
	const at = draft.when.trim() === '' ? now : readWhen(draft.when, now, operation.timeZone)
	const submit = (event: FormEvent) => {
		event.preventDefault()
		setTried(true)
		if (!ready || draft.text.trim() === '' || at === undefined) return
		const desk = { source: grant.source, name: grant.name, now }
		const causes = draft.causes.flatMap((id) => thingIn(things, id))
		const category = chosenIn(draft)
		const corrects = EntityIds.safeParse(draft.corrects).data ?? ''
		const entry = { book, text: draft.text, note: draft.note, category, occurred: at, corrects, causes, about: [] } as const
		const before = handBefore(entries, book, grant.source)
		const hand: readonly Word[] = before
			? entryWords({ ...plain(book, now), text: t('handOver', { from: before.author, to: grant.name }) }, operation.id, desk)
			: []
		void enter(() => sayWords([...hand, ...entryWords(entry, operation.id, desk)]))
	}
	return { submit, tried, at, refusal, busy: busy || !ready }
}

function plain(book: string, now: number) {
	return { book, note: '', category: 'situation', occurred: now, corrects: '', causes: [], about: [] } as const
}

function thingIn(things: ReadonlyMap<EntityId, Thing>, text: string): readonly Thing[] {
	const id = EntityIds.safeParse(text).data
	const thing = id && things.get(id)
	return thing ? [thing] : []
}

function chosenIn({ category }: EntryDraft): Category {
	return CATEGORIES.find((one) => one === category) ?? 'situation'
}

function CategoryChoice({ draft: [draft, change] }: { readonly draft: DraftOf }) {
	const t = useTranslations('diary')
	return (
		<div className={styles.labelled}>
			<span aria-hidden>{t('category')}</span>
			<Segmented
				label={t('category')}
				chosen={chosenIn(draft)}
				onChange={(category) => change({ category })}
				options={CATEGORIES.map((id) => ({ id, label: t(`categories.${id}`) }))}
			/>
		</div>
	)
}

function Correcting({ draft: [draft, change] }: { readonly draft: DraftOf }) {
	const t = useTranslations('diary')
	const id = EntityIds.safeParse(draft.corrects).data
	if (id === undefined) return null
	return (
		<div className={styles.chosen}>
			<span className={styles.hint}>{t('correcting')}</span>
			<ThingLink id={id} />
			<Button size="icon" look="quiet" label={t('dontCorrect')} onPress={() => change({ corrects: '' })}>
				<X size={16} aria-hidden />
			</Button>
		</div>
	)
}

const MOST_OFFERED = 40

/** What an entry may follow from: messages and entries of late, and what is chosen in the picture. */
function Causes({ draft: [draft, change], grant }: { readonly draft: DraftOf; readonly grant: Grant }) {
	const t = useTranslations('diary')
	const now = useNow(60_000)
	const things = usePicture(({ content }) => content.things)
	const offered = [...things.values()]
		.filter(isMessage)
		.filter(({ row }) => row.life === 'live' && !draft.causes.includes(row.id) && mayDo(grant.role, 'message', 'patch'))
		.toSorted((a, b) => saidAt(b.row) - saidAt(a.row))
		.slice(0, MOST_OFFERED)
	const name = useCauseName(now)
	const options = [{ id: '', label: t('addCause') }, ...offered.map(({ row }) => ({ id: row.id, label: name(row) }))]
	return (
		<>
			{draft.causes.map((text) => {
				const [thing] = thingIn(things, text)
				return (
					<div key={text} className={styles.chosen}>
						<span className={styles.hint}>{t('follows')}</span>
						{thing ? <ThingLink id={thing.row.id} /> : <span>{t('notVisible')}</span>}
						<Button
							size="icon"
							look="quiet"
							label={t('dropCause', { name: thing ? titleOf(thing.row) : text })}
							onPress={() => change({ causes: draft.causes.filter((one) => one !== text) })}
						>
							<X size={16} aria-hidden />
						</Button>
					</div>
				)
			})}
			{offered.length > 0 && (
				<SelectInput
					label={t('cause')}
					value=""
					options={options}
					onChange={(id) => id !== '' && change({ causes: [...draft.causes, id] })}
				/>
			)}
		</>
	)
}

const NAME_LENGTH = 70

function useCauseName(now: number): (row: Extract<Thing['row'], { kind: 'message' }>) => string {
	const t = useTranslations()
	const formats = useFormats()
	return (row) => {
		const { type, registryNumber } = row.fields
		const text = row.fields.text ?? ''
		const kind =
			type === 'diary'
				? t('diary.numbered', { number: row.number ?? '–' })
				: (registryNumber ?? t(`values.messageType.${type ?? 'report'}`))
		return `${kind}, ${formats.time(saidAt(row), now)}: ${text.length > NAME_LENGTH ? `${text.slice(0, NAME_LENGTH)}…` : text}`
	}
}
