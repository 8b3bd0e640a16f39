import { textsDe } from '@lagebild/map/items/texts-de.ts'
import { textsEn } from '@lagebild/map/items/texts-en.ts'
import type { ItemTexts } from '@lagebild/map/items/texts.ts'
import { FMS, fmsMeaning } from '@lagebild/model/fms.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import type { Language } from '@lagebild/ui/formats.ts'
import { useMemo } from 'react'

import { useFacts } from '../state/react.ts'

/** The words of the map, statuses in those of each unit's organisation. */
function textsOf(language: Language, timeZone: string, scheme: FmsScheme): ItemTexts {
	const texts = language === 'de' ? textsDe(timeZone) : textsEn(timeZone)
	return {
		...texts,
		fms: (status, unit) => {
			const fms = FMS.find((one) => one === status)
			return (fms && unit && fmsMeaning(fms, unit, scheme).words?.[language]) ?? texts.fms(status)
		},
	}
}

export function useTexts(): ItemTexts {
	const { language } = useFormats()
	const timeZone = useFacts(({ operation }) => operation?.timeZone) ?? 'Europe/Berlin'
	const scheme = useFacts((facts) => facts.fms)
	return useMemo(() => textsOf(language, timeZone, scheme), [language, timeZone, scheme])
}
