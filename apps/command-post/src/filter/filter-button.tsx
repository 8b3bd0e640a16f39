import { Button } from '@lagebild/ui/button.tsx'
import { Popover } from '@lagebild/ui/popover.tsx'
import { SlidersHorizontal } from 'lucide-react'
import { useTranslations } from 'use-intl'

import { FilterPanel } from '../frame/later.ts'

/** Opens the filter by organisation, section and age, beside the severities that stand open. */
export function FilterButton() {
	const t = useTranslations('acting')
	return (
		<Popover
			label={t('filter')}
			trigger={
				<Button look="quiet">
					<SlidersHorizontal size={16} aria-hidden />
					{t('filter')}
				</Button>
			}
		>
			<FilterPanel />
		</Popover>
	)
}
