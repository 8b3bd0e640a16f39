import type { FeedView, RejectView } from '@lagebild/model/feeds-protocol.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { X } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'

import { useRemote } from '../access/use-remote.ts'
import { ScrollBox } from '../frame/scroll-box.tsx'
import { goTo } from '../state/actions.ts'
import { useNow } from '../state/react.ts'
import { rejectOf } from './api.ts'
import { DiscardDialog } from './discard-dialog.tsx'
import { setDraft } from './draft.ts'
import { lineAt, placeIn, stepsOf } from './json-place.ts'
import { RawText } from './raw-text.tsx'
import { indented } from './raw.ts'
import { useReasonWords } from './reason-words.ts'
import type { RejectGroup } from './reject-groups.ts'
import type { Rerun } from './use-rejects.ts'

import styles from './sources.module.css'

type Props = {
	readonly source: RejectGroup['source']
	/** As the list has it: the beginning of it. */
	readonly reject: RejectView
	readonly rerun: Rerun
	readonly onClose: () => void
	readonly onDone: () => void
}

/** One refused item whole: why, where, and what can be done. */
export function RejectItem({ source, reject: listed, rerun, onClose, onDone }: Props) {
	const t = useTranslations('rejects')
	const { feed } = source
	const { id, changedAt, state } = listed
	const load = useCallback(() => rejectOf(feed.id, id), [feed.id, id])
	const { value } = useRemote(load)
	/** What changes comes with the list; what is long, with the item. */
	const reject = { ...(value ?? listed), changedAt, state, result: listed.result, by: listed.by }
	const words = useReasonWords()
	const text = indented(reject.raw)
	const mark = reject.path === undefined ? undefined : placeIn(text, stepsOf(reject.path))
	return (
		<aside className={styles.detail} aria-label={words(reject.reason)} data-region tabIndex={-1}>
			<div className={styles.detailHead}>
				<div>
					<h2>{words(reject.reason)}</h2>
					<p className={styles.muted}>
						<bdi>{feed.name}</bdi>, {reject.reason}
					</p>
				</div>
				<Button look="quiet" size="icon" label={t('back')} onPress={onClose}>
					<X size={20} aria-hidden />
				</Button>
			</div>
			<ScrollBox label={words(reject.reason)}>
				<div className={styles.sections}>
					<Facts reject={reject} line={mark && lineAt(text, mark.from)} />
					<ItemActions feed={feed} reject={reject} onRerun={() => rerun.start({ source, rejects: [reject] })} onDone={onDone} />
					<section className={styles.section} aria-label={t('raw')}>
						<h3>{t('raw')}</h3>
						<RawText text={text} label={t('raw')} mark={mark} />
					</section>
				</div>
			</ScrollBox>
		</aside>
	)
}

type FactsProps = { readonly reject: RejectView; readonly line: number | undefined }

function Facts({ reject, line }: FactsProps) {
	const t = useTranslations('rejects')
	const formats = useFormats()
	const { message, origin, rawLength } = reject
	const place = usePlace(reject, line)
	const bytes = t('bytesOf', { count: formats.figure(rawLength) })
	return (
		<section className={styles.section} aria-label={t('why')}>
			<dl className={styles.facts}>
				<Line name={t('told')}>{message}</Line>
				<Line name={t('place')}>{place}</Line>
				<Times reject={reject} />
				<Line name={t('bytes')}>{origin?.cut === true ? `${bytes}, ${t('cut')}` : bytes}</Line>
				<Line name={t('from')}>{origin && t(`stage.${origin.stage}`)}</Line>
				<Line name={t('document')}>{origin?.document ?? origin?.channel ?? origin?.url}</Line>
			</dl>
		</section>
	)
}

function usePlace({ path }: RejectView, line: number | undefined): string | undefined {
	const t = useTranslations('rejects')
	if (path === undefined) return undefined
	return `${path}, ${line === undefined ? t('placeMapping') : t('placeFound', { line })}`
}

function Times({ reject: { at, first, times, state, by, changedAt, result } }: Pick<FactsProps, 'reject'>) {
	const t = useTranslations('rejects')
	const formats = useFormats()
	const now = useNow(10_000)
	const time = (text: string) => formats.time(Date.parse(text), now)
	return (
		<>
			<Line name={t('first')}>
				{times > 1 ? `${time(first)}, ${t('times', { count: formats.figure(times) })}, ${t('last', { time: time(at) })}` : time(first)}
			</Line>
			{changedAt !== null && (
				<Line name={t(`state.${state}`)}>
					{[t('changed', { state: t(`state.${state}`), name: by ?? '–', time: time(changedAt) }), result ?? ''].filter(Boolean).join(': ')}
				</Line>
			)}
		</>
	)
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
	if (children === undefined || children === '') return null
	return (
		<div>
			<dt>{name}</dt>
			<dd>
				<bdi>{children}</bdi>
			</dd>
		</div>
	)
}

type ActionsProps = {
	readonly feed: FeedView
	readonly reject: RejectView
	readonly onRerun: () => void
	readonly onDone: () => void
}

function ItemActions({ feed, reject, onRerun, onDone }: ActionsProps) {
	const t = useTranslations('rejects')
	const [discarding, setDiscarding] = useState(false)
	const { state, origin, raw } = reject
	const tryIt = () => {
		setDraft({
			feed: feed.id,
			sample: { text: indented(raw), kind: origin?.stage === 'document' ? 'document' : 'item', cut: origin?.cut === true },
		})
		goTo('zuordnung')
	}
	const open = state === 'open'
	return (
		<section className={styles.section} aria-label={t('rerun')}>
			<div className={styles.actions}>
				{feed.may.handle && open && (
					<>
						<Button look="primary" isDisabled={origin?.cut === true} onPress={onRerun}>
							{t('rerun')}
						</Button>
						<Button onPress={() => setDiscarding(true)}>{t('discard')}</Button>
					</>
				)}
				{origin?.stage !== 'hub' && feed.format === 'mapping' && <Button onPress={tryIt}>{t('tryMapping')}</Button>}
			</div>
			{!feed.may.handle && <p className={styles.muted}>{t('mayNot')}</p>}
			<DiscardDialog
				feed={feed.id}
				rejects={discarding ? [reject] : undefined}
				onClose={() => setDiscarding(false)}
				onDone={() => {
					setDiscarding(false)
					onDone()
				}}
			/>
		</section>
	)
}
