import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import type { Mark } from './marks.ts'

/** What a mark says. */
export function useMarkWords(): (mark: Mark) => string {
	const t = useTranslations('time')
	const formats = useFormats()
	return (mark) => {
		if (mark.type === 'alarm') return mark.title
		if (mark.type === 'peak') return t('peak', { level: formats.figure(mark.level, 2), name: mark.name })
		return mark.stage === null ? t('stageNone', { name: mark.name }) : t('stage', { stage: mark.stage, name: mark.name })
	}
}
