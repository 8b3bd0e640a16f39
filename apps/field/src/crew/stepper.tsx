import { Button } from '@lagebild/ui/button.tsx'
import { Minus, Plus } from 'lucide-react'
import { useId } from 'react'
import { useTranslations } from 'use-intl'

import styles from './crew.module.css'

type Props = { readonly label: string; readonly value: number; readonly onChange: (value: number) => void }

const MOST = 9_999

/** A small number with gloves: one more, one less, or typed. */
export function Stepper({ label, value, onChange }: Props) {
	const t = useTranslations('report')
	const id = useId()
	const set = (next: number): void => onChange(Math.min(MOST, Math.max(0, Number.isFinite(next) ? Math.trunc(next) : 0)))
	return (
		<div className={styles.stepper}>
			<label htmlFor={id}>{label}</label>
			<div className={styles.stepperRow}>
				<Button className={styles.step} label={`${label}: ${t('less')}`} onPress={() => set(value - 1)}>
					<Minus size={28} aria-hidden />
				</Button>
				<input id={id} className={styles.number} inputMode="numeric" value={value} onChange={({ target }) => set(Number(target.value))} />
				<Button className={styles.step} label={`${label}: ${t('more')}`} onPress={() => set(value + 1)}>
					<Plus size={28} aria-hidden />
				</Button>
			</div>
		</div>
	)
}
