import type { OperationId } from '@lagebild/model/ids.ts'
import { Button } from '@lagebild/ui/button.tsx'
import { useFormats } from '@lagebild/ui/formats-context.tsx'
import { Segmented } from '@lagebild/ui/segmented.tsx'
import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl'

import { useSeries } from '../gauges/series.ts'
import { liveAlarms } from '../select/live.ts'
import { memoLast } from '../select/memo.ts'
import { figuresNow } from '../select/now.ts'
import { SPEEDS } from '../state/facts.ts'
import type { Facts, ListedOperation, Replay } from '../state/facts.ts'
import { liveOf } from '../state/live.ts'
import { useLiveNow, useNow, usePicture } from '../state/react.ts'
import { useMarkWords } from './mark-words.ts'
import { marksOf, peakMark } from './marks.ts'
import type { Mark, Span } from './marks.ts'
import { stepTime } from './open.ts'
import { lookBack, playReplay, setReplaySpeed } from './replay.ts'
import { Slider } from './slider.tsx'

import styles from './time.module.css'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** As far back as the hub tells a series. */
const MOST_HOURS = 31 * 24
const READ_AGAIN_MS = 300_000

const marksNow = memoLast((content: Facts['content'], alarms: ReturnType<typeof liveAlarms>, span: Span) => marksOf(content, alarms, span))

/** The whole operation as a line: what was, where one is, and the way there. */
export function TimeBar({ operation }: { readonly operation: ListedOperation }) {
	const t = useTranslations('time')
	const to = useLiveNow(MINUTE_MS) + MINUTE_MS
	const from = Math.min(operation.created, to - HOUR_MS)
	const span = useMemo(() => ({ from, to }), [from, to])
	const replay = usePicture((facts) => facts.replay)
	const plain = usePicture((facts) => marksNow(liveOf(facts).content, liveAlarms(facts), span))
	const { levels, peak } = useWater(from, to)
	const marks = useMemo(() => (peak ? [...plain, peak].toSorted((a, b) => a.at - b.at) : plain), [plain, peak])
	return (
		<section className={styles.bar} aria-label={t('label')} data-region tabIndex={-1} data-replay={replay !== undefined || undefined}>
			<div className={styles.controls}>
				{replay && <Playing replay={replay} />}
				<Button size="icon" look="quiet" label={t('back')} onPress={() => stepTime(-1)}>
					<ChevronLeft size={18} aria-hidden />
				</Button>
				<Button size="icon" look="quiet" label={t('forward')} isDisabled={!replay} onPress={() => stepTime(1)}>
					<ChevronRight size={18} aria-hidden />
				</Button>
			</div>
			<Slider from={from} to={to} marks={marks} levels={levels} />
			<div className={styles.next}>
				{replay ? <Next marks={marks} replay={replay} /> : <span className={styles.hint}>{t('hint')}</span>}
			</div>
		</section>
	)
}

/** The water of the reference gauge over the whole of it, and its highest point. */
function useWater(from: number, to: number) {
	const gauge = usePicture((facts) => figuresNow(facts).reference)
	const operation = usePicture(({ content }): OperationId | undefined => (gauge ? content.things.get(gauge.row.id)?.operation : undefined))
	const hoursBack = Math.min(MOST_HOURS, Math.ceil((to - from) / HOUR_MS))
	const { series } = useSeries({ operation, id: gauge?.row.id, hoursBack, hoursAhead: 0, version: 0, everyMs: READ_AGAIN_MS })
	const levels = series.state === 'loaded' ? series.series.observed : undefined
	const row = gauge?.row
	const peak = useMemo(() => (row && levels ? peakMark(row, levels) : undefined), [row, levels])
	return { levels, peak }
}

function Playing({ replay: { playing, speed } }: { readonly replay: Replay }) {
	const t = useTranslations('replay')
	return (
		<>
			<Button size="icon" label={t(playing ? 'pause' : 'play')} onPress={() => playReplay(!playing)} className={styles.play}>
				{playing ? <Pause size={20} aria-hidden /> : <Play size={20} aria-hidden />}
			</Button>
			<Segmented
				label={t('speed')}
				options={SPEEDS.map((one) => ({ id: String(one), label: t('times', { speed: one }) }))}
				chosen={String(speed)}
				onChange={(chosen) => setReplaySpeed(SPEEDS.find((one) => String(one) === chosen) ?? 1)}
			/>
		</>
	)
}

const SHOWN = 2

/** What came then, for whoever looks at what went before; and what stands in the way of looking. */
function Next({ marks, replay: { state, thinnedUntil } }: { readonly marks: readonly Mark[]; readonly replay: Replay }) {
	const t = useTranslations()
	const formats = useFormats()
	const now = useNow(1_000)
	const words = useMarkWords()
	const at = usePicture(({ route }) => route.at)
	if (state === 'failed')
		return (
			<span role="alert">
				{t('replay.failed')}{' '}
				<Button size="row" onPress={() => lookBack(at ?? now)}>
					{t('replay.retry')}
				</Button>
			</span>
		)
	const next = marks.filter((mark) => mark.at > now).slice(0, SHOWN)
	return (
		<>
			{thinnedUntil !== undefined && now <= thinnedUntil && (
				<span className={styles.thinned}>{t('replay.thinned', { time: formats.time(thinnedUntil, now) })}</span>
			)}
			<strong>{t('time.next')}</strong>
			{next.length === 0 && <span>{t('time.nextNone')}</span>}
			{next.map((mark) => (
				<button key={mark.id} type="button" className={styles.nextMark} onClick={() => lookBack(mark.at)}>
					<time>{formats.time(mark.at, now)}</time> <bdi>{words(mark)}</bdi>
				</button>
			))}
		</>
	)
}
