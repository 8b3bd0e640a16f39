import { fmsMeaning } from '@lagebild/model/fms.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { FmsChip } from '@lagebild/ui/fms-chip.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'

import { fmsNow } from '../select/scales.ts'
import { usePicture } from '../state/react.ts'

/** The chip of a unit's status, by what its organisation means by it. */
export function UnitStatus({ fields }: { readonly fields: RowOf<'unit'>['fields'] }) {
	const { language } = useFormats()
	const scheme = usePicture(fmsNow)
	const { fms, overlay } = fields
	if (!fms) return <FmsChip fms={undefined} overlay={overlay} />
	const { words, class: kind } = fmsMeaning(fms, fields, scheme)
	return <FmsChip fms={fms} overlay={overlay} meaning={{ text: words?.[language], class: kind }} />
}
