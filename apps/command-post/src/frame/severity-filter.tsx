import { Checkbox } from '@lagebild/ui/checkbox.tsx'
import { ToggleRow } from '@lagebild/ui/segmented.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { useTranslations } from 'use-intl'

import { FilterButton } from '../filter/filter-button.tsx'
import { HiddenLine } from '../filter/hidden-line.tsx'
import { overNow } from '../select/now.ts'
import { setFilter } from '../state/actions.ts'
import type { Filter } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

import own from './left.module.css'

const SEVERITIES = ['Unknown', 'Minor', 'Moderate', 'Severe', 'Extreme'] as const

function setSeverities(severities: Filter['severities']): void {
	setFilter({ severities })
}

/** Which severities are shown; a thing that carries none is switched on its own. */
export function SeverityFilter() {
	const t = useTranslations()
	const chosen = usePicture(({ filter }) => filter.severities)
	const names: readonly { readonly id: 'none' | (typeof SEVERITIES)[number]; readonly label: string }[] = [
		...SEVERITIES.map((severity) => ({ id: severity, label: t(`words.severity.${severity}`) })),
		{ id: 'none', label: t('layers.noSeverity') },
	]
	const off = names.filter(({ id }) => !chosen.has(id)).map(({ label }) => label)
	return (
		<div className={own.filter}>
			<div className={own.filterRow}>
				<ToggleRow
					label={t('layers.severities')}
					chosen={chosen}
					onChange={setSeverities}
					options={names.map(({ id, label }) => ({
						id,
						label,
						content: id === 'none' ? <span>{label}</span> : <SeverityMark level={id} size={18} silent />,
					}))}
				/>
				<FilterButton />
			</div>
			<OverFilter />
			{off.length > 0 && <p className={own.filterLine}>{t('layers.shownPartly', { names: off.join(', ') })}</p>}
			<HiddenLine />
		</div>
	)
}

/** Nothing silently vanishes: what is over and out of sight is counted, and one press shows all of it. */
function OverFilter() {
	const t = useTranslations('standing')
	const over = usePicture(({ filter }) => filter.over)
	const counts = usePicture(overNow)
	return (
		<Checkbox className={own.over} checked={over} onChange={(next) => setFilter({ over: next })}>
			<span>{t('over')}</span>
			<span className={own.age}>
				{over ? t('overShown', { count: counts.shown + counts.hidden }) : t('overCount', { count: counts.hidden })}
			</span>
		</Checkbox>
	)
}
