import 'uplot/dist/uPlot.min.css'
import type { Stage } from '@lagebild/model/gauge.ts'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { RefObject } from 'react'
import uPlot from 'uplot'
import { useTranslations } from 'use-intl'

import type { DoubtedLevel } from '../select/doubts.ts'
import { usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { themeFor } from '../state/theme.ts'
import { timeZoneNow } from '../state/time-zone.ts'
import { curveData, curveOptions, levelRange, readInk, stageLines } from './curve-options.ts'
import type { StageLine } from './curve-options.ts'
import type { LevelSeries } from './levels.ts'

import styles from './gauges.module.css'

type Props = {
	readonly levels: LevelSeries
	readonly span: { readonly from: number; readonly to: number }
	/** Lines of this gauge and of no other. */
	readonly stages: readonly Stage[]
	/** Values that jumped as no water does. */
	readonly doubted: readonly DoubtedLevel[]
	readonly compact: boolean
	readonly label: string
}

function useSize(element: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
	const [size, setSize] = useState({ width: 0, height: 0 })
	useEffect(() => {
		if (!element.current) return undefined
		const resized = new ResizeObserver(([entry]) => {
			if (entry) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) })
		})
		resized.observe(element.current)
		return () => resized.disconnect()
	}, [element])
	return size
}

function useLines(stages: readonly Stage[]): readonly StageLine[] {
	const t = useTranslations('gauges')
	return useMemo(() => stageLines(stages, (stage) => t('stage', { stage })), [stages, t])
}

/** Levels over time in metres NHN: measured solid, forecast dashed with its band, astronomic dotted. */
export function LevelCurve({ levels, span, stages: configured, doubted, compact, label }: Props) {
	const t = useTranslations('gauges')
	const doubts = useTranslations('doubts')
	const formats = useFormats()
	const element = useRef<HTMLElement>(null)
	const size = useSize(element)
	const theme = usePicture(({ preferences, systemDark }) => themeFor(preferences.theme, systemDark))
	const stages = useLines(configured)
	const timeZone = usePicture(timeZoneNow)
	useEffect(() => {
		if (!element.current || size.width < 60 || size.height < 60) return undefined
		const data = curveData(levels)
		const look = {
			ink: readInk(element.current),
			formats,
			timeZone,
			stages,
			doubted,
			doubtLabel: doubts('curve'),
			now: () => store.getState().now,
			nowLabel: (time: string) => t('now', { time }),
			compact,
			size,
			span,
			range: levelRange(data, stages),
			theme,
		}
		const plot = new uPlot(curveOptions(look), data, element.current)
		return () => plot.destroy()
	}, [levels, span, size, theme, formats, timeZone, compact, t, doubts, stages, doubted])
	return <figure ref={element} className={styles.curve} aria-label={label} data-compact={compact} data-theme={theme} />
}
