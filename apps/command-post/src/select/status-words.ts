import { Fms, fmsMeaning, FmsOverlay, overlayWords } from '@lagebild/model/fms.ts'
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
			const fms = Fms.safeParse(value)
			return fms.success ? fmsMeaning(fms.data, fields, scheme).words?.[language] : undefined
		}
		const overlay = FmsOverlay.safeParse(value)
		return overlay.success ? overlayWords(overlay.data, fields, scheme)?.[language] : undefined
	}
}
