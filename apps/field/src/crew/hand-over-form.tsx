import type { RowOf } from '@lagebild/model/row.ts'
import { formatStrength, totalOf } from '@lagebild/model/strength.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useEffect, useId, useState } from 'react'
import { useTranslations } from 'use-intl'

import { countsOf } from '../outbox/groups.ts'
import { strengthOf } from '../picture/strength.ts'
import { hasOpenDraft } from '../report/open-draft.ts'
import { useFacts } from '../state/react.ts'
import { crewNow } from './crew-now.ts'
import { handOver } from './hand-over.ts'
import { NOBODY, StrengthSteppers } from './strength-steppers.tsx'

import styles from './crew.module.css'

type Props = { readonly unit: RowOf<'unit'> }

/** Who has the device, since when, and the way to the next crew. */
export function HandOver({ unit }: Props) {
	const t = useTranslations('handOver')
	const [open, setOpen] = useState(false)
	return (
		<section className={styles.form} aria-label={t('title')}>
			<h2>{t('title')}</h2>
			<Leader unit={unit} />
			{open ? (
				<HandOverForm unit={unit} onDone={() => setOpen(false)} />
			) : (
				<Button className={styles.send} onPress={() => setOpen(true)}>
					{t('begin')}
				</Button>
			)}
		</section>
	)
}

function Leader({ unit }: Props) {
	const t = useTranslations('handOver')
	const { time } = useFormats()
	const now = useFacts((facts) => facts.now)
	const said = useFacts((facts) => facts.said)
	const { leader, since } = crewNow(unit, said)
	return (
		<p className={styles.held}>
			{t('leader')}: <strong className={styles.leader}>{leader ?? t('noLeader')}</strong>
			{since !== undefined && `, ${t('since', { time: time(since, now) })}`}
		</p>
	)
}

function HandOverForm({ unit, onDone }: Props & { readonly onDone: () => void }) {
	const t = useTranslations('handOver')
	const crewText = useTranslations('crew')
	const id = useId()
	const [leader, setLeader] = useState('')
	const [strength, setStrength] = useState(strengthOf(unit) ?? NOBODY)
	const [missing, setMissing] = useState(false)
	const begun = useBegun()
	const before = unit.fields.leader
	const take = async (): Promise<void> => {
		const name = leader.trim()
		setMissing(name === '')
		if (name === '') return
		const words = { leader: name, strength: formatStrength(strength) }
		const text = before ? t('messageFrom', { ...words, before }) : t('message', words)
		await handOver({ unit, crew: { leader: name, strength }, text })
		onDone()
	}
	return (
		<>
			<p>{t('why')}</p>
			<div className={styles.field}>
				<label htmlFor={id}>{t('who')}</label>
				<input id={id} className={styles.input} value={leader} maxLength={80} onChange={({ target }) => setLeader(target.value)} />
			</div>
			<StrengthSteppers strength={strength} onChange={setStrength} />
			<p className={styles.total}>{crewText('total', { total: totalOf(strength) })}</p>
			<Unsent />
			{begun && <p>{t('draft')}</p>}
			{missing && (
				<p className={styles.missing} role="alert">
					{t('missing')}
				</p>
			)}
			<Button look="primary" className={styles.send} onPress={() => void take()}>
				{t(begun ? 'takeSure' : 'take')}
			</Button>
			<Button className={styles.send} onPress={onDone}>
				{t('cancel')}
			</Button>
			<p className={styles.held}>{t('other')}</p>
		</>
	)
}

function useBegun(): boolean {
	const [begun, setBegun] = useState(false)
	useEffect(() => {
		let wanted = true
		void hasOpenDraft().then((is) => wanted && setBegun(is))
		return () => {
			wanted = false
		}
	}, [])
	return begun
}

function Unsent() {
	const t = useTranslations('handOver')
	const said = useFacts((facts) => facts.said)
	const photos = useFacts((facts) => facts.photos)
	const { waiting, refused } = countsOf(said, photos)
	const count = waiting + refused
	return count > 0 ? <p>{t('unsent', { count })}</p> : null
}
