import { useTranslations } from 'use-intl'

import type { ListedOperation } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { AREAS, textsOf } from './draft.ts'
import type { AreaChoice, Draft, DraftFault } from './draft.ts'
import { SelectInput, TextInput } from './fields.tsx'

import styles from './operations.module.css'

const SIDES = ['west', 'south', 'east', 'north'] as const
const CHOICES = ['hamburg', 'elbe', 'north', 'view', 'own'] as const

type Props = {
	readonly draft: Draft
	readonly before: ListedOperation | undefined
	readonly told: DraftFault | undefined
	readonly onChange: (more: Partial<Draft>) => void
}

/** A place that is known, what the map shows, or four numbers; the numbers are there in any case. */
export function AreaField({ draft, before, told, onChange }: Props) {
	const t = useTranslations('operationForm')
	const view = usePicture(({ mapView }) => mapView)
	const boxOf = (choice: AreaChoice) => {
		if (choice === 'keep') return before?.area
		if (choice === 'view') return view?.box
		return choice === 'own' ? undefined : AREAS[choice]
	}
	const choose = (area: AreaChoice) => {
		const box = boxOf(area)
		onChange({ area, ...(box && { bounds: textsOf(box) }) })
	}
	const bound = (index: number, text: string) => {
		const [west, south, east, north] = draft.bounds.with(index, text)
		if (west === undefined || south === undefined || east === undefined || north === undefined) return
		onChange({ area: 'own', bounds: [west, south, east, north] })
	}
	const choices: readonly AreaChoice[] = before ? ['keep', ...CHOICES] : CHOICES
	return (
		<>
			<SelectInput
				label={t('area')}
				value={draft.area}
				onChange={choose}
				fault={told === 'area' ? t('fault.area') : undefined}
				hint={view ? undefined : t('noView')}
				options={choices.map((id) => ({ id, label: t(`areaPreset.${id}`), disabled: id === 'view' && !view }))}
			/>
			<fieldset className={styles.bounds} aria-label={t('degrees')}>
				{SIDES.map((side, index) => (
					<TextInput
						key={side}
						label={t(side)}
						value={draft.bounds[index] ?? ''}
						onChange={(text) => bound(index, text)}
						numeric
						max={12}
					/>
				))}
			</fieldset>
			<p className={styles.hint}>{t('degrees')}</p>
		</>
	)
}
