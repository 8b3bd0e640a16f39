import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { sourceOf } from '../same/source-of.ts'
import { titleOf } from '../select/names.ts'
import { sidesNow } from '../select/now.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

/** The thing shows what another says that is one with it: who, and why they are one. */
export function SaidByOther({ thing, sayer }: { readonly thing: Thing; readonly sayer: Thing }) {
	const t = useTranslations('same')
	const { language } = useFormats()
	const sides = usePicture((facts) => sidesNow(facts, thing.row.id))
	const bond = sides.find((side) => side.thing.row.id === sayer.row.id)?.bond ?? 'said'
	return <p>{t('from', { name: titleOf(sayer.row, language), source: sourceOf(sayer) ?? t('masterData'), bond: t(`bonds.${bond}`) })}</p>
}
