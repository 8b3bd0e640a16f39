import type { RowOf } from '@lagebild/model/row.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'

import { patching } from '../say/saying.ts'
import { operationOf } from '../state/clients.ts'
import { say } from '../state/sayings.ts'

import styles from './crew.module.css'

/** What units carry most often, and how it is counted. */
const USUAL = [
	['diesel', 'l'],
	['sandbags', 'Stück'],
	['food', 'Portionen'],
	['water', 'l'],
	['breathing', 'Stück'],
] as const

const MOST_AMOUNT = 1e9

/** What is left of one thing. Each thing is a word of its own: nothing else of the unit's supplies is touched. */
export function SuppliesForm({ unit }: { readonly unit: RowOf<'unit'> }) {
	const t = useTranslations('crew')
	const [name, setName] = useState('')
	const [measure, setMeasure] = useState('')
	const [amount, setAmount] = useState('')
	const [missing, setMissing] = useState(false)
	const send = (): void => {
		const supplies = supplyOf({ name, amount, measure })
		setMissing(supplies === undefined)
		const operation = operationOf(unit.id)
		if (!supplies || operation === undefined) return
		void say(operation, [patching('unit', unit.id, { supplies })])
		setAmount('')
	}
	return (
		<form
			className={styles.form}
			aria-label={t('supplies')}
			onSubmit={(event) => {
				event.preventDefault()
				send()
			}}
		>
			<h2>{t('supplies')}</h2>
			<Held unit={unit} />
			<Usual
				chosen={name}
				onChoose={(chosen, by) => {
					setName(chosen)
					setMeasure(by)
				}}
			/>
			<div className={styles.fields}>
				<Field label={t('supply')} value={name} onChange={setName} />
				<Field label={t('amount')} value={amount} onChange={setAmount} isNumber />
				<Field label={t('unit')} value={measure} onChange={setMeasure} />
			</div>
			{missing && (
				<p className={styles.missing} role="alert">
					{t('suppliesMissing')}
				</p>
			)}
			<Button className={styles.send} submits>
				{t('suppliesSend')}
			</Button>
		</form>
	)
}

type Typed = { readonly name: string; readonly amount: string; readonly measure: string }

function supplyOf({
	name,
	amount,
	measure,
}: Typed): Readonly<Record<string, { readonly amount: number; readonly unit: string }>> | undefined {
	const value = Number(amount.replace(',', '.'))
	const isWhole = [name, measure, amount].every((text) => text.trim() !== '') && value >= 0 && value <= MOST_AMOUNT
	return isWhole ? { [name.trim()]: { amount: value, unit: measure.trim() } } : undefined
}

type UsualProps = { readonly chosen: string; readonly onChoose: (name: string, measure: string) => void }

function Usual({ chosen, onChoose }: UsualProps) {
	const t = useTranslations('crew.supplyNames')
	return (
		<div className={styles.usual}>
			{USUAL.map(([id, by]) => (
				<Button key={id} className={styles.send} pressed={chosen === t(id)} onPress={() => onChoose(t(id), by)}>
					{t(id)}
				</Button>
			))}
		</div>
	)
}

type FieldProps = {
	readonly label: string
	readonly value: string
	readonly onChange: (value: string) => void
	readonly isNumber?: boolean
}

function Field({ label, value, onChange, isNumber = false }: FieldProps) {
	const id = useId()
	return (
		<div className={styles.field}>
			<label htmlFor={id}>{label}</label>
			<input
				id={id}
				className={styles.input}
				value={value}
				maxLength={60}
				inputMode={isNumber ? 'decimal' : 'text'}
				onChange={({ target }) => onChange(target.value)}
			/>
		</div>
	)
}

function Held({ unit: { fields } }: { readonly unit: RowOf<'unit'> }) {
	const t = useTranslations('crew')
	const { figure } = useFormats()
	const held = Object.entries(fields.supplies ?? {})
	if (held.length === 0) return null
	return (
		<p className={styles.held}>
			{t('held')}:{' '}
			{held.map(([name, { amount, unit }]) => `${name} ${figure(amount, Number.isInteger(amount) ? 0 : 1)} ${unit}`).join(', ')}
		</p>
	)
}
