import { SourceName } from '@lagebild/model/ids.ts'
import { Check, CircleX } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { DefinitionColumn } from './definition-column.tsx'
import { setDraft, useDraft } from './draft.ts'
import type { Draft } from './draft.ts'
import { PreviewColumn } from './preview-column.tsx'
import { SampleColumn } from './sample-column.tsx'
import { useSelectedFeed } from './selected.ts'
import { TakeOver } from './take-over.tsx'
import { usePreview } from './use-preview.ts'
import type { PreviewState } from './use-preview.ts'
import type { Sources } from './use-sources.ts'

import styles from './mapping.module.css'

type Props = { readonly operation: ListedOperation; readonly sources: Sources }

/** A mapping tried on a sample, by the ingest's own code in a worker of this page. Nothing is written on the server. */
export function MappingPart({ operation, sources }: Props) {
	const t = useTranslations('mapping')
	const draft = useDraft()
	const state = usePreview(draft)
	const selected = useSelectedFeed()
	useEffect(() => {
		if (selected !== undefined) setDraft({ feed: selected })
	}, [selected])
	const source = sources.list.find(({ feed }) => feed.id === draft.feed)
	return (
		<div className={styles.mapping}>
			<div className={styles.head}>
				<div>
					<h2>
						{t('title')}
						{draft.feed !== '' && (
							<>
								{': '}
								<bdi>{source?.feed.name ?? draft.feed}</bdi>
							</>
						)}
					</h2>
					<p className={styles.muted}>
						{t('draft')}{' '}
						{source?.feed.mappingVersion !== undefined &&
							source.feed.mappingVersion !== null &&
							t('inForce', { version: source.feed.mappingVersion })}
					</p>
				</div>
				<Verdict state={state} />
				<TakeOver draft={draft} ready={isReady(draft, state)} running={source !== undefined} />
			</div>
			<div className={styles.columns}>
				<SampleColumn draft={draft} sources={sources} />
				<DefinitionColumn draft={draft} outcome={state.outcome} />
				<PreviewColumn draft={draft} state={state} operation={operation} />
			</div>
		</div>
	)
}

function isReady({ feed }: Draft, { outcome, busy }: PreviewState): boolean {
	return !busy && (outcome?.type === 'items' || outcome?.type === 'refused') && SourceName.safeParse(feed).success
}

function Verdict({ state: { outcome } }: { readonly state: PreviewState }) {
	const t = useTranslations('mapping')
	if (outcome?.type === 'items' || outcome?.type === 'refused')
		return (
			<output className={styles.verdict}>
				<Check size={16} aria-hidden />
				{t('fits', { version: outcome.version })}
			</output>
		)
	return (
		<output className={styles.verdict} data-bad={outcome !== undefined}>
			{outcome?.type === 'bad-mapping' && (
				<>
					<CircleX size={16} aria-hidden />
					{t('problems', { count: outcome.problems.length })}
				</>
			)}
		</output>
	)
}
