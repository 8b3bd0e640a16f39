import { fmsMeaning, overlayWords } from '@lagebild/model/fms.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { FmsChip } from '@lagebild/ui/fms-chip.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { useFacts } from '../state/react.ts'

import styles from './picture.module.css'

/** The status in the words of the unit's organisation, with the call for a talk beside it. */
export function StatusValue({ unit: { fields } }: { readonly unit: RowOf<'unit'> }) {
	const t = useTranslations()
	const { language } = useFormats()
	const scheme = useFacts((facts) => facts.fms)
	const { fms, overlay } = fields
	if (!fms) return null
	const meaning = fmsMeaning(fms, fields, scheme)
	const calls =
		overlay === undefined || overlay === null
			? undefined
			: (overlayWords(overlay, fields, scheme)?.[language] ?? t(`unit.overlay.o${overlay}`))
	return (
		<span className={styles.status}>
			<FmsChip fms={fms} overlay={overlay} meaning={{ text: meaning.words?.[language], class: meaning.class }} />
			<span aria-hidden>{meaning.words?.[language] ?? t(`words.fms.s${fms}`)}</span>
			{calls !== undefined && <span className={styles.calls}>{calls}</span>}
		</span>
	)
}
