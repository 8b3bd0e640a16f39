import { FMS, FMS_OVERLAYS, fmsMeaning, overlayWords } from '@lagebild/model/fms.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { Row } from '@lagebild/model/row.ts'
import type { Language } from '@lagebild/ui/formats.ts'

/** Own words of an organisation for a status or an overlay; undefined where the national ones hold. */
export type StatusWords = (field: 'fms' | 'overlay', value: unknown) => string | undefined

export function statusWords(row: Row, scheme: FmsScheme, language: Language): StatusWords {
	if (row.kind !== 'unit') return () => undefined
	const { fields } = row
	return (field, value) => {
		if (field === 'fms') {
			const fms = FMS.find((one) => one === value)
			return fms && fmsMeaning(fms, fields, scheme).words?.[language]
		}
		const overlay = FMS_OVERLAYS.find((one) => one === value)
		return overlay === undefined ? undefined : overlayWords(overlay, fields, scheme)?.[language]
	}
}
