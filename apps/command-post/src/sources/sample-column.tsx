import type { FeedSample } from '@lagebild/model/feeds-protocol.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { FileUp } from 'lucide-react'
import { useId, useState } from 'react'
import type { DragEvent } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { useTranslations } from 'use-intl'

import { RefusalText } from '../access/refusal-text.tsx'
import { useAct } from '../access/use-remote.ts'
import { SelectInput, TextInput } from '../operations/fields.tsx'
import { sampleOf } from './api.ts'
import { NO_SAMPLE, setDraft } from './draft.ts'
import type { Draft, Sample } from './draft.ts'
import { indented } from './raw.ts'
import { selectFeed } from './selected.ts'
import type { Sources } from './use-sources.ts'

import styles from './mapping.module.css'

type Props = { readonly draft: Draft; readonly sources: Sources }

/** What a source sends: its last message, a file, or text that somebody pasted. */
export function SampleColumn({ draft, sources }: Props) {
	const t = useTranslations('mapping')
	return (
		<section className={styles.column} aria-label={t('sample')} data-region tabIndex={-1}>
			<h3>{t('sample')}</h3>
			<FeedChoice draft={draft} sources={sources} />
			<SampleWays draft={draft} sources={sources} />
			<SampleText sample={draft.sample} />
		</section>
	)
}

const NEW = ''

function FeedChoice({ draft: { feed }, sources: { list } }: Props) {
	const t = useTranslations('mapping')
	const known = list.some((source) => source.feed.id === feed)
	const wrong = feed !== '' && !SourceName.safeParse(feed).success
	const choose = (id: string) => {
		setDraft({ feed: id })
		selectFeed(id === NEW ? undefined : id)
	}
	return (
		<>
			<SelectInput
				label={t('feed')}
				value={known ? feed : NEW}
				options={[{ id: NEW, label: t('newFeed') }, ...list.map((source) => ({ id: source.feed.id, label: source.feed.name }))]}
				onChange={choose}
			/>
			{!known && (
				<TextInput
					label={t('feedName')}
					hint={t('feedNameHint')}
					fault={wrong ? t('feedNameFault') : undefined}
					value={feed}
					onChange={(text) => setDraft({ feed: text.trim() })}
					max={63}
				/>
			)}
		</>
	)
}

function SampleWays({ draft: { feed }, sources: { list } }: Props) {
	const t = useTranslations('mapping')
	const source = list.find((one) => one.feed.id === feed)
	const [none, setNone] = useState(false)
	const { busy, refusal, act } = useAct<FeedSample | undefined>()
	const load = async () => {
		const answer = await act(() => sampleOf(feed))
		setNone(answer !== undefined && answer.value === undefined)
		if (!answer?.value) return
		const { raw, rawTruncated } = answer.value
		setDraft({ sample: { text: rawTruncated ? raw : indented(raw), kind: 'document', cut: rawTruncated } })
	}
	return (
		<>
			<div className={styles.ways}>
				{source?.feed.may.inspect && (
					<Button isDisabled={busy} onPress={() => void load()}>
						{t('sampleLoad')}
					</Button>
				)}
				<FileTrigger onSelect={(files) => void takeFile(files?.[0])}>
					<Button>
						<FileUp size={16} aria-hidden />
						{t('sampleFile')}
					</Button>
				</FileTrigger>
			</div>
			<output className={styles.muted}>{none && t('sampleNone')}</output>
			<RefusalText refusal={refusal} />
		</>
	)
}

const MOST_BYTES = 5_000_000

/** Its bytes count: what they mean the mapping's own reader decides. */
async function takeFile(file: File | undefined): Promise<void> {
	if (!file) return
	const bytes = new Uint8Array(await file.slice(0, MOST_BYTES).arrayBuffer())
	setDraft({ sample: { text: new TextDecoder().decode(bytes), bytes, kind: 'document', cut: file.size > MOST_BYTES } })
}

const KINDS = { document: 'sampleDocument', item: 'sampleItem' } as const satisfies Record<Sample['kind'], string>

function SampleText({ sample }: { readonly sample: Sample }) {
	const t = useTranslations('mapping')
	const id = useId()
	const [over, setOver] = useState(false)
	const drop = (event: DragEvent) => {
		event.preventDefault()
		setOver(false)
		void takeFile(event.dataTransfer.files[0])
	}
	return (
		<>
			<label className={styles.label} htmlFor={id}>
				{t('sampleText')}
			</label>
			<textarea
				id={id}
				className={styles.text}
				data-over={over}
				dir="ltr"
				spellCheck={false}
				autoComplete="off"
				placeholder={t('sampleDrop')}
				value={sample.text}
				onChange={({ target }) => setDraft({ sample: { ...NO_SAMPLE, kind: sample.kind, text: target.value } })}
				onDragOver={(event) => {
					event.preventDefault()
					setOver(true)
				}}
				onDragLeave={() => setOver(false)}
				onDrop={drop}
			/>
			<Segmented
				label={t('sampleKind')}
				chosen={sample.kind}
				onChange={(kind) => setDraft({ sample: { ...sample, kind } })}
				options={(['document', 'item'] as const).map((kind) => ({ id: kind, label: t(KINDS[kind]) }))}
			/>
			{sample.cut && <p className={styles.amber}>{t('sampleCut')}</p>}
		</>
	)
}
