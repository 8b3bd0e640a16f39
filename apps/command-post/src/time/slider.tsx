import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { SeverityMark } from '@lagebild/ui/severity-mark.tsx'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'

import type { Points } from '../gauges/series.ts'
import { isReplay } from '../state/live.ts'
import { useLiveNow, useNow, usePicture } from '../state/react.ts'
import { store } from '../state/store.ts'
import { useMarkWords } from './mark-words.ts'
import type { Mark, Span } from './marks.ts'
import { SLIDER_ID } from './open.ts'
import { backToLive, lookBack } from './replay.ts'
import { curvePath, ticksOf } from './scale.ts'

import styles from './time.module.css'

/** A drag that rests this long is meant. */
const RESTS_MS = 200
const STEP_MS = 60_000

type Props = Span & { readonly marks: readonly Mark[]; readonly levels: Points | undefined }

/** Dragged, or moved by the arrow keys by a minute and by Page up and down by a tenth. The end is now. */
export function Slider({ from, to, marks, levels }: Props) {
	const t = useTranslations('time')
	const formats = useFormats()
	const replay = usePicture(isReplay)
	const [now, live] = [useNow(1_000), useLiveNow(STEP_MS)]
	const { dragged, drag } = useDrag(to)
	const asked = usePicture(({ replay: state, route }) => (state?.state === 'loading' && !state.playing ? route.at : undefined))
	const at = dragged ?? asked ?? (replay ? now : to)
	const words = useMarkWords()
	useEffect(() => {
		if (!store.getState().replay) document.querySelector<HTMLInputElement>(`#${SLIDER_ID}`)?.focus()
	}, [])
	const place = (time: number) => ({ left: `${((time - from) / (to - from)) * 100}%` })
	return (
		<div className={styles.line}>
			<Water from={from} to={to} levels={levels} />
			{ticksOf({ from, to }).map((tick) => (
				<span key={tick} className={styles.tick} style={place(tick)} aria-hidden>
					{formats.time(tick, live)}
				</span>
			))}
			<input
				id={SLIDER_ID}
				type="range"
				className={styles.range}
				aria-label={t('slider')}
				aria-valuetext={at >= to ? t('now', { time: formats.time(live, live) }) : formats.time(at, live)}
				min={0}
				max={Math.ceil((to - from) / STEP_MS)}
				value={Math.round((at - from) / STEP_MS)}
				onChange={({ target }) => drag(from + Number(target.value) * STEP_MS)}
			/>
			{marks.map((mark) => (
				<button key={mark.id} type="button" className={styles.mark} style={place(mark.at)} tabIndex={-1} onClick={() => lookBack(mark.at)}>
					{mark.type === 'alarm' ? <SeverityMark level={mark.severity} size={16} /> : <span className={styles[mark.type]} aria-hidden />}
					<span className={styles.tip}>
						{formats.time(mark.at, live)} <bdi>{words(mark)}</bdi>
					</span>
				</button>
			))}
			{(replay || dragged !== undefined) && (
				<span className={styles.thumb} style={place(at)} aria-hidden>
					<span>{formats.clock(at)}</span>
				</span>
			)}
		</div>
	)
}

/** What is dragged is shown at once, and loaded when it rests; dragged to the end, it is now. */
function useDrag(to: number) {
	const [dragged, setDragged] = useState<number>()
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
	useEffect(() => () => clearTimeout(timer.current), [])
	const drag = (at: number) => {
		setDragged(at)
		clearTimeout(timer.current)
		timer.current = setTimeout(() => {
			if (at >= to - STEP_MS) backToLive()
			else lookBack(at)
			setDragged(undefined)
		}, RESTS_MS)
	}
	return { dragged, drag }
}

/** The water is the clock: the reference gauge over the same time. */
function Water({ from, to, levels }: Span & Pick<Props, 'levels'>) {
	const path = useMemo(() => (levels ? curvePath(levels, { from, to }) : undefined), [levels, from, to])
	if (path === undefined) return null
	return (
		<svg className={styles.water} viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden>
			<path d={`${path}V100H0Z`} className={styles.fill} />
			<path d={path} className={styles.curve} vectorEffect="non-scaling-stroke" />
		</svg>
	)
}
