import { OperationId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { ArrowUp, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'

import { gaugesOf } from '../api/operations.ts'
import type { Gauge } from '../api/operations.ts'
import { gaugeFull, gaugeUp, toggleGauge } from './draft.ts'
import { Group, TextInput } from './fields.tsx'

import styles from './operations.module.css'

type Props = {
	readonly bases: readonly OperationId[]
	readonly chosen: readonly EntityId[]
	readonly onChange: (gauges: readonly EntityId[]) => void
}

type Known = { readonly key: string; readonly gauges: readonly Gauge[] | undefined }

/** By their names joined: the same bases in another array are no reason to ask again. */
function useGauges(bases: readonly OperationId[]): 'loading' | 'failed' | readonly Gauge[] {
	const [known, setKnown] = useState<Known>()
	const key = bases.join(' ')
	useEffect(() => {
		let current = true
		const read = async () => {
			const gauges = await gaugesOf(idsIn(key))
			if (current) setKnown({ key, gauges })
		}
		void read()
		return () => {
			current = false
		}
	}, [key])
	return known?.key === key ? (known.gauges ?? 'failed') : 'loading'
}

function idsIn(key: string): readonly OperationId[] {
	return key.split(' ').flatMap((id) => OperationId.safeParse(id).data ?? [])
}

/** Which water levels stand first, chosen from those that the bases know. */
export function GaugePicker({ bases, chosen, onChange }: Props) {
	const t = useTranslations('operationForm')
	const known = useGauges(bases)
	const gauges = typeof known === 'string' ? [] : known
	const nameOf = (id: EntityId) => gauges.find((gauge) => gauge.id === id)?.name ?? id
	return (
		<Group label={t('gauges')} hint={t('gaugesHint')}>
			<ChosenGauges chosen={chosen} nameOf={nameOf} onChange={onChange} />
			{known === 'loading' && <p className={styles.hint}>{t('gaugesLoading')}</p>}
			{known === 'failed' && <p className={styles.fault}>{t('gaugesFailed')}</p>}
			{typeof known !== 'string' && gauges.length === 0 && <p className={styles.hint}>{t('gaugesNone')}</p>}
			{gauges.length > 0 && <GaugeChoice gauges={gauges} chosen={chosen} onChange={onChange} />}
		</Group>
	)
}

type ChosenProps = Pick<Props, 'chosen' | 'onChange'> & { readonly nameOf: (id: EntityId) => string }

function ChosenGauges({ chosen, nameOf, onChange }: ChosenProps) {
	const t = useTranslations('operationForm')
	if (chosen.length === 0) return null
	return (
		<ol className={styles.chosen}>
			{chosen.map((id, index) => (
				<li key={id}>
					<span className={styles.chosenName}>
						<bdi>{nameOf(id)}</bdi>
						{index === 0 && <span className={styles.hint}> {t('reference')}</span>}
					</span>
					{index > 0 && (
						<Button size="icon" look="quiet" label={t('gaugeUp', { name: nameOf(id) })} onPress={() => onChange(gaugeUp(chosen, id))}>
							<ArrowUp size={16} aria-hidden />
						</Button>
					)}
					<Button size="icon" look="quiet" label={t('gaugeRemove', { name: nameOf(id) })} onPress={() => onChange(toggleGauge(chosen, id))}>
						<X size={16} aria-hidden />
					</Button>
				</li>
			))}
		</ol>
	)
}

type ChoiceProps = Pick<Props, 'chosen' | 'onChange'> & { readonly gauges: readonly Gauge[] }

function GaugeChoice({ gauges, chosen, onChange }: ChoiceProps) {
	const t = useTranslations('operationForm')
	const [text, setText] = useState('')
	const wanted = text.trim().toLowerCase()
	const shown = gauges.filter(({ name, water }) => `${name} ${water ?? ''}`.toLowerCase().includes(wanted))
	const full = gaugeFull(chosen)
	return (
		<>
			<TextInput label={t('gaugesFind')} value={text} onChange={setText} hint={t('gaugesChosen', { count: chosen.length })} />
			<ul className={styles.choice} aria-label={t('gauges')}>
				{shown.map(({ id, name, water }) => (
					<li key={id}>
						<Checkbox
							checked={chosen.includes(id)}
							disabled={full && !chosen.includes(id)}
							onChange={() => onChange(toggleGauge(chosen, id))}
						>
							<span>
								<bdi>{name}</bdi> {water !== undefined && <span className={styles.hint}>{water}</span>}
							</span>
						</Checkbox>
					</li>
				))}
			</ul>
		</>
	)
}
