import type { Preview, PreviewItem } from '@lagebild/feeds/mapping/preview-types.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'

import { ScrollBox } from '../frame/scroll-box.tsx'
import type { ListedOperation } from '../state/facts.ts'
import { store } from '../state/store.ts'
import type { Draft } from './draft.ts'
import { MappedFacts } from './mapped-facts.tsx'
import { thingsOf } from './mapped.ts'
import { LIMIT_S } from './preview-runner.ts'
import type { Outcome } from './preview-runner.ts'
import { RawText } from './raw-text.tsx'
import { SmallMap } from './small-map.tsx'
import type { PreviewState } from './use-preview.ts'

import styles from './mapping.module.css'

type Props = { readonly draft: Draft; readonly state: PreviewState; readonly operation: ListedOperation }

/** What the mapping makes of the sample, item by item, and what it leaves out and why. */
export function PreviewColumn({ draft, state, operation }: Props) {
	const t = useTranslations('mapping')
	const { outcome, busy } = state
	return (
		<section className={styles.column} aria-label={t('preview')} aria-busy={busy} data-region tabIndex={-1}>
			<h3>
				{t('preview')} <span className={styles.muted}>{t('previewText')}</span>
			</h3>
			{outcome?.type === 'items' ? (
				<Items preview={outcome} draft={draft} operation={operation} />
			) : (
				<Words outcome={outcome} busy={busy} draft={draft} />
			)}
		</section>
	)
}

function Words({ outcome, busy, draft }: { readonly outcome: Outcome | undefined; readonly busy: boolean; readonly draft: Draft }) {
	const t = useTranslations('mapping')
	switch (outcome?.type) {
		case 'refused':
			return (
				<Notice title={t('refused')}>
					<bdi>
						{outcome.note.path === '' ? '' : `${outcome.note.path}: `}
						{outcome.note.message}
					</bdi>
				</Notice>
			)
		case 'too-slow':
			return <p className={styles.amber}>{t('tooSlow', { seconds: LIMIT_S })}</p>
		case 'failed':
			return <p className={styles.amber}>{t('workerFailed', { message: outcome.message })}</p>
		case 'bad-mapping':
			return <p className={styles.muted}>{t('problems', { count: outcome.problems.length })}</p>
		default:
			return busy ? <p className={styles.muted}>{t('running')}</p> : <Empty draft={draft} />
	}
}

/** The way of the first source, as long as there is nothing to show. */
function Empty({ draft: { sample, definition } }: { readonly draft: Draft }) {
	const t = useTranslations('mapping')
	const noSample = sample.text.trim() === ''
	const noDefinition = definition.trim() === ''
	return (
		<>
			<Notice title={noSample && noDefinition ? t('empty') : t(noSample ? 'emptySample' : 'emptyDefinition')}>{t('emptyText')}</Notice>
			<ol className={styles.steps} aria-label={t('steps')}>
				<li data-done={!noSample}>{t('step1')}</li>
				<li data-done={!noDefinition}>{t('step2')}</li>
				<li>{t('step3')}</li>
			</ol>
			<p className={styles.muted}>{t('guide')}</p>
		</>
	)
}

type Items = Extract<Preview, { type: 'items' }>

function Items({ preview, draft, operation }: { readonly preview: Items; readonly draft: Draft; readonly operation: ListedOperation }) {
	const t = useTranslations('mapping')
	const [chosen, setChosen] = useState(0)
	const { items, counts } = preview
	const at = Math.min(chosen, items.length - 1)
	const item = items[at]
	const refusedNext = items.findIndex(({ outcome, notes }, i) => i > at && (outcome === 'refused' || notes.length > 0))
	return (
		<>
			<output>
				{t('counts', {
					mapped: counts.mapped,
					leftOut: counts['left-out'],
					refused: counts.refused,
					double: counts.double,
					values: counts.values,
				})}
			</output>
			{item && (
				<>
					<div className={styles.ways}>
						<Button size="icon" label={t('previous')} isDisabled={at === 0} onPress={() => setChosen(at - 1)}>
							<ChevronLeft size={16} aria-hidden />
						</Button>
						<Button size="icon" label={t('next')} isDisabled={at >= items.length - 1} onPress={() => setChosen(at + 1)}>
							<ChevronRight size={16} aria-hidden />
						</Button>
						<span>{t('item', { number: at + 1, count: items.length })}</span>
						{refusedNext >= 0 && (
							<Button size="row" onPress={() => setChosen(refusedNext)}>
								{t('onlyRefused')}
							</Button>
						)}
					</div>
					<ScrollBox label={t('preview')}>
						<Item item={item} draft={draft} operation={operation} />
					</ScrollBox>
				</>
			)}
		</>
	)
}

function Item({ item, draft, operation }: { readonly item: PreviewItem; readonly draft: Draft; readonly operation: ListedOperation }) {
	const t = useTranslations('mapping')
	const detail = useTranslations('sourceDetail')
	const things = useMemo(
		() => thingsOf(item, { feed: draft.feed || 'quelle', operation: operation.id, at: store.getState().now }),
		[item, draft.feed, operation.id],
	)
	return (
		<div className={styles.item}>
			<p className={styles.tag} data-outcome={item.outcome}>
				{t(`outcome.${item.outcome}`)}
			</p>
			{item.notes.length > 0 && (
				<ul className={styles.notes} aria-label={t('notes')}>
					{item.notes.map(({ path, reason, message }) => (
						<li key={`${path} ${reason} ${message}`}>
							<bdi>{path === '' ? message : `${path}: ${message}`}</bdi>
						</li>
					))}
				</ul>
			)}
			<MappedFacts things={things} />
			<SmallMap things={things} />
			<h4>{detail('raw')}</h4>
			<RawText text={item.raw} label={detail('raw')} />
			{item.unused.length > 0 && (
				<p className={styles.muted}>
					<bdi>{t('unused', { names: item.unused.join(', ') })}</bdi>
				</p>
			)}
		</div>
	)
}
