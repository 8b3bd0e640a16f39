import { useTranslations } from 'use-intl'

import { usePicture } from '../state/react.ts'

/** Operations by name, as one text. */
export function useOperationsText(): (operations: 'all' | readonly string[]) => string {
	const t = useTranslations('access')
	const known = usePicture((facts) => facts.operations)
	return (operations) => {
		if (operations === 'all') return t('allOperations')
		if (operations.length === 0) return t('noOperations')
		return operations.map((id) => known.find((one) => one.id === id)?.name ?? id).join(', ')
	}
}
