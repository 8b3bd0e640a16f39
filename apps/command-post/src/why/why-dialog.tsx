import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { ModalDialog } from '@lagebild/ui/modal.tsx'
import { Notice } from '@lagebild/ui/notice.tsx'
import { X } from 'lucide-react'
import { useMessages, useTranslations } from 'use-intl'

import { titleOf } from '../select/names.ts'
import { sayerNow } from '../select/now.ts'
import type { Thing } from '../state/facts.ts'
import { useNow, usePicture } from '../state/react.ts'
import { useWhy } from './explanation.ts'
import type { Explanation, Saying } from './explanation.ts'
import { reasonOf } from './reason.ts'
import { SaidByOther } from './said-by-other.tsx'
import { SayingLine } from './saying-line.tsx'
import { fieldName, valueText } from './value-text.ts'

import styles from './why.module.css'

const MINUTE_MS = 60_000

type Props = { readonly thing: Thing; readonly field: string; readonly onClose: () => void }

/** Why a field shows its value: one sentence, then everything that was said of it. It follows the thing while it is open. */
export function WhyDialog({ thing, field, onClose }: Props) {
	const t = useTranslations('why')
	const { language } = useFormats()
	const { row } = thing
	const sayer = usePicture((facts) => sayerNow(facts, row.id, field))
	const about = sayer ?? thing
	const version = `${about.row.id} ${about.row.v} ${about.measured?.v ?? 0}`
	const at = usePicture(({ replay, now }) => replay && Math.floor(now / MINUTE_MS) * MINUTE_MS)
	const { why, more, retry } = useWhy({ operation: about.operation, id: about.row.id, field, at }, version)
	const name = fieldName(field, useMessages(), row.kind)
	return (
		<ModalDialog label={t('ask', { name })} open onClose={onClose}>
			<div className={styles.dialog}>
				<div className={styles.head}>
					<div>
						<h2>{t('ask', { name })}</h2>
						<p className={styles.of}>
							<bdi>{titleOf(row, language)}</bdi>
						</p>
					</div>
					<Button size="icon" look="quiet" label={t('close')} onPress={onClose}>
						<X size={18} aria-hidden />
					</Button>
				</div>
				{sayer && <SaidByOther thing={thing} sayer={sayer} />}
				{why.state === 'loaded' ? (
					<Answer thing={about} explanation={why.explanation} more={more} />
				) : (
					<div aria-live="polite">
						{why.state === 'loading' ? (
							<p className={styles.waiting}>{t('loading')}</p>
						) : (
							<Notice title={t(why.state)} action={<Button onPress={retry}>{t('retry')}</Button>} />
						)}
					</div>
				)}
			</div>
		</ModalDialog>
	)
}

type AnswerProps = { readonly thing: Thing; readonly explanation: Explanation; readonly more: () => void }

function Answer({ thing, explanation, more }: AnswerProps) {
	const t = useTranslations('why')
	const formats = useFormats()
	const now = useNow(10_000)
	const { field, value, rule, values, rest, next, conflict } = explanation
	const { key, rank, other } = reasonOf(explanation)
	const unit = thing.row.kind === 'sensor' ? thing.row.fields.unit : undefined
	const language = { words: useMessages(), formats, now }
	const told = (said: unknown) => valueText({ kind: thing.row.kind, field, value: said, unit: unit ?? undefined }, language)
	const sides = rule === 'P22' && conflict
	return (
		<>
			{field !== 'links' && (
				<p className={styles.value}>
					<span className={styles.of}>{t(sides ? 'sides' : 'shown')}</span>
					<bdi>{sides ? sidesIn(values).map(told).join(' ≠ ') : told(value)}</bdi>
				</p>
			)}
			<p aria-live="polite">{t(`reasons.${key}`, { rank, other })}</p>
			<p className={styles.of}>{t('rule', { rule })}</p>
			<h3 className={styles.said}>{t('said')}</h3>
			{values.length === 0 && <p className={styles.waiting}>{t('none')}</p>}
			<ol className={styles.list}>
				{values.map((saying, place) => (
					<SayingLine key={`${saying.seq} ${saying.key ?? ''} ${place}`} thing={thing} field={field} saying={saying} sides={sides} />
				))}
			</ol>
			{rest > 0 && next === undefined && <p className={styles.of}>{t('untold', { count: rest })}</p>}
			{next !== undefined && (
				<div>
					<Button size="row" onPress={more}>
						{t('more', { count: rest })}
					</Button>
				</div>
			)}
		</>
	)
}

/** What the two sides say, neither of them as if it held. */
function sidesIn(values: readonly Saying[]): readonly unknown[] {
	return values.filter(({ standing }) => standing === 'shown' || standing === 'conflict').map(({ value }) => value)
}
