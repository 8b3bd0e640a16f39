import { Button } from '@lagebild/ui/button.tsx'
import { useState } from 'react'
import { useTranslations } from 'use-intl'

import { RefusalText } from '../access/refusal-text.tsx'
import { DiscardDialog } from './discard-dialog.tsx'
import { useReasonWords } from './reason-words.ts'
import type { RejectGroup } from './reject-groups.ts'
import type { Rerun } from './use-rejects.ts'

import styles from './sources.module.css'

type Props = { readonly group: RejectGroup; readonly rerun: Rerun; readonly onDone: () => void }

/** What can be done with all items of a group, and what came of it. */
export function RejectsBar({ group, rerun, onDone }: Props) {
	const t = useTranslations('rejects')
	const words = useReasonWords()
	const [discarding, setDiscarding] = useState(false)
	const { source, reason, rejects } = group
	const open = rejects.filter(({ state, origin }) => state === 'open' && origin?.cut !== true)
	const discardable = rejects.filter(({ state }) => state === 'open')
	const busy = rerun.progress !== undefined && !rerun.progress.over
	return (
		<div className={styles.rejectsBar}>
			<h3>
				<bdi>{source.feed.name}</bdi>, <bdi>{words(reason)}</bdi>
			</h3>
			{source.feed.may.handle ? (
				<div className={styles.actions}>
					<Button look="primary" isDisabled={busy || open.length === 0} onPress={() => rerun.start({ source, rejects: open })}>
						{t('rerunAll', { count: open.length })}
					</Button>
					<Button isDisabled={busy || discardable.length === 0} onPress={() => setDiscarding(true)}>
						{t('discardAll', { count: discardable.length })}
					</Button>
				</div>
			) : (
				<p className={styles.muted}>{t('mayNot')}</p>
			)}
			<DiscardDialog
				feed={source.feed.id}
				rejects={discarding ? discardable : undefined}
				onClose={() => setDiscarding(false)}
				onDone={() => {
					setDiscarding(false)
					onDone()
				}}
			/>
		</div>
	)
}

/** How far reading again has come, and what came of it. */
export function RerunOutcome({ rerun: { progress, refusal } }: Pick<Props, 'rerun'>) {
	const t = useTranslations('rejects')
	return (
		<div className={styles.outcome}>
			<output>{progress && <Outcome progress={progress} t={t} />}</output>
			<RefusalText refusal={refusal} />
		</div>
	)
}

type OutcomeProps = {
	readonly progress: NonNullable<Rerun['progress']>
	readonly t: ReturnType<typeof useTranslations<'rejects'>>
}

function Outcome({ progress: { count, read, open, waiting, seconds, over }, t }: OutcomeProps) {
	if (!over) return t('running', { done: count - waiting, count, seconds })
	return waiting > 0 ? t('doneLate', { read, open: open + waiting }) : t('done', { read, open })
}
