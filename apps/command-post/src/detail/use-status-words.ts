import type { Row } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'

import { fmsNow } from '../select/scales.ts'
import { statusWords } from '../select/status-words.ts'
import type { StatusWords } from '../select/status-words.ts'
import { usePicture } from '../state/react.ts'

/** What the statuses of this unit are called, where the configuration says so. */
export function useStatusWords(row: Row): StatusWords {
	const { language } = useFormats()
	return statusWords(row, usePicture(fmsNow), language)
}
