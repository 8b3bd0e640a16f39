import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Clock, Crosshair, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'

import type { Typed } from '../select/typed.ts'
import { showPlace } from '../state/actions.ts'
import { useNow } from '../state/react.ts'

import styles from './bar.module.css'

/** What the search field understood besides words, and what it could not. */
export function SearchHint({ typed }: { readonly typed: Typed }) {
	return (
		<output className={styles.hint} data-type={typed.type}>
			<Understood typed={typed} />
		</output>
	)
}

function Understood({ typed }: { readonly typed: Typed }) {
	const t = useTranslations('notations')
	const formats = useFormats()
	const now = useNow(10_000)
	if (typed.type === 'refused')
		return (
			<>
				<TriangleAlert size={16} aria-hidden />
				<span>{t(`refused.${typed.fault.code}`, typed.fault.values)}</span>
			</>
		)
	if (typed.type === 'time')
		return (
			<>
				<Clock size={16} aria-hidden />
				<span>
					{t('tacticalTime')}: {formats.stand(typed.at, now)}
				</span>
			</>
		)
	const { place } = typed
	return (
		<Button look="quiet" onPress={() => showPlace(place)}>
			<Crosshair size={16} aria-hidden />
			<span>
				{t('showPlace')}
				{place.metres !== undefined && `, ${t('exact', { metres: formats.figure(place.metres) })}`}
			</span>
		</Button>
	)
}
