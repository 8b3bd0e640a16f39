import type { Doubt } from '@lagebild/model/row.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useTranslations } from 'use-intl'

import { clockOff, stepOf } from '../select/doubts.ts'
import type { Thing } from '../state/facts.ts'

const KILOMETRE = 1_000

/** Why something is not believed, in a sentence. */
export function useDoubtWords(): (doubt: Doubt, thing: Thing) => string {
	const t = useTranslations('doubts')
	const formats = useFormats()
	const distanceOf = (metres: number) =>
		metres < KILOMETRE ? `${formats.figure(metres, 0)} m` : `${formats.figure(metres / KILOMETRE, metres < 10 * KILOMETRE ? 1 : 0)} km`
	const spanOf = (ms: number) => (ms < 120_000 ? `${formats.figure(ms / 1_000, 0)} s` : formats.span(ms))
	return (doubt, thing) => {
		const off = clockOff(doubt)
		const step = stepOf(thing)
		switch (doubt.what) {
			case 'speed':
				return step ? t('speed', { distance: distanceOf(step.metres), span: spanOf(step.ms) }) : t('speedUnknown')
			case 'far':
				return t('far')
			case 'jump':
				return t(doubt.field === 'value' ? 'jumpValue' : 'jumpTrend')
			case 'clock':
				return t(off > 0 ? 'clockAhead' : 'clockBehind', { span: formats.span(Math.abs(off)) })
		}
	}
}
