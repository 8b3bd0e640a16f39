import type { Stage } from '@lagebild/model/gauge.ts'
import type { Formats } from '@lagebild/ui/formats.ts'
import uPlot from 'uplot'

import type { DoubtedLevel } from '../select/doubts.ts'
import type { LevelSeries } from './levels.ts'
import type { Points } from './series.ts'

export type StageLine = { readonly level: number; readonly label: string }

/** Colours of the theme, read once when the drawing is made. */
export type CurveInk = Readonly<
	Record<'observed' | 'forecast' | 'astro' | 'band' | 'stage' | 'text' | 'line' | 'strong' | 'ground', string>
>

export function readInk(element: Element): CurveInk {
	const style = getComputedStyle(element)
	const of = (name: string) => style.getPropertyValue(name).trim()
	return {
		observed: of('--d-observed'),
		forecast: of('--d-forecast'),
		astro: of('--d-astro'),
		band: of('--d-band'),
		stage: of('--d-stage'),
		text: of('--text-2'),
		line: of('--line'),
		strong: of('--text-1'),
		ground: of('--surface-1'),
	}
}

const SECOND = 1_000

function table({ at, value }: Points, ...more: readonly (readonly (number | null)[])[]): uPlot.AlignedData {
	return [at.map((time) => time / SECOND), [...value], ...more.map((values) => [...values])]
}

/** Columns: time, measured, forecast, lower, upper, astronomic; joined over all times. */
export function curveData({ observed, forecast, astronomic }: LevelSeries): uPlot.AlignedData {
	const empty = { at: [], value: [] }
	const coming = forecast ?? empty
	const { lower, upper } = forecast ?? {}
	const none = coming.at.map(() => null)
	return uPlot.join([table(observed), table(coming, lower ?? none, upper ?? none), table(astronomic ?? empty)])
}

export function levelRange(data: uPlot.AlignedData, stages: readonly StageLine[]): readonly [number, number] {
	const values = data.slice(1).flatMap((column) => [...column].filter((value) => typeof value === 'number'))
	const top = Math.max(...values, ...stages.map(({ level }) => level), 1)
	const bottom = Math.min(...values, 0)
	return [Math.floor((bottom - 0.2) * 2) / 2, Math.ceil((top + 0.3) * 2) / 2]
}

export function stageLines(stages: readonly Stage[], label: (stage: number) => string): readonly StageLine[] {
	return stages.map(({ stage, from }) => ({ level: from, label: label(stage) }))
}

export type CurveLook = {
	/** Marks the drawing with the theme whose colours it has. */
	readonly theme: string
	readonly ink: CurveInk
	readonly formats: Formats
	readonly timeZone: string
	readonly stages: readonly StageLine[]
	readonly doubted: readonly DoubtedLevel[]
	readonly doubtLabel: string
	readonly now: () => number
	readonly nowLabel: (time: string) => string
	readonly compact: boolean
	readonly size: { readonly width: number; readonly height: number }
	readonly span: { readonly from: number; readonly to: number }
	readonly range: readonly [number, number]
}

const AXIS_FONT = '12px "IBM Plex Sans Variable", system-ui, sans-serif'
const LABEL_FONT = '600 12px "IBM Plex Sans Variable", system-ui, sans-serif'
const STAGE_MARGIN = 104
/** A label that would lie on the one below moves up. */
const LABEL_HEIGHT = 12
/** Seconds: the steps of a time axis with a 24-hour clock. */
const STEPS = [900, 1_800, 3_600, 7_200, 10_800, 14_400, 21_600, 43_200, 86_400]

export function curveOptions(look: CurveLook): uPlot.Options {
	const { ink, size, timeZone, compact, span, range, stages } = look
	return {
		...size,
		class: `curve-${look.theme}`,
		tzDate: (seconds) => uPlot.tzDate(new Date(seconds * SECOND), timeZone),
		padding: [compact ? 20 : 24, stages.length > 0 ? (compact ? 64 : STAGE_MARGIN) : 16, 0, 0],
		legend: { show: false },
		cursor: { show: false },
		scales: { x: { time: true, range: () => [span.from / SECOND, span.to / SECOND] }, y: { range: () => [range[0], range[1]] } },
		axes: axes(look),
		series: seriesLooks(ink),
		bands: [{ series: [4, 3], fill: ink.band }],
		hooks: { draw: [(plot) => drawStages(plot, look), (plot) => drawDoubts(plot, look), (plot) => drawNow(plot, look)] },
	}
}

function axes({ ink, formats, compact }: CurveLook): uPlot.Axis[] {
	const common = { stroke: ink.text, font: AXIS_FONT, ticks: { show: false }, border: { show: false } }
	return [
		{
			...common,
			grid: { show: false },
			incrs: STEPS,
			space: compact ? 56 : 80,
			size: 26,
			values: (_, splits) => splits.map((seconds) => formats.clock(seconds * SECOND).slice(0, 5)),
		},
		{
			...common,
			grid: { stroke: ink.line, width: 1 },
			size: compact ? 34 : 44,
			space: compact ? 26 : 30,
			incrs: [0.5, 1, 2, 5],
			values: (_, splits) => splits.map((level) => formats.figure(level, Number.isInteger(level) ? 0 : 1)),
		},
	]
}

function seriesLooks(ink: CurveInk): uPlot.Series[] {
	const plain = { points: { show: false } }
	return [
		{},
		{ ...plain, label: 'observed', stroke: ink.observed, width: 2 },
		{ ...plain, label: 'forecast', stroke: ink.forecast, width: 2, dash: [7, 5] },
		{ ...plain, label: 'lower', stroke: 'transparent', width: 0 },
		{ ...plain, label: 'upper', stroke: 'transparent', width: 0 },
		{ ...plain, label: 'astronomic', stroke: ink.astro, width: 1.5, dash: [1.5, 4] },
	]
}

const STAGE_DASH = [[2, 4], [8, 4], [8, 4], []] as const

function drawStages(plot: uPlot, { stages, ink, formats, compact }: CurveLook): void {
	const { ctx, bbox } = plot
	const ratio = devicePixelRatio
	ctx.save()
	let last = Infinity
	for (const [index, { level, label }] of stages.entries()) {
		const y = Math.round(plot.valToPos(level, 'y', true)) + 0.5
		ctx.strokeStyle = ink.stage
		ctx.lineWidth = ratio
		ctx.setLineDash((STAGE_DASH[index] ?? []).map((part) => part * ratio))
		ctx.beginPath()
		ctx.moveTo(bbox.left, y)
		ctx.lineTo(bbox.left + bbox.width, y)
		ctx.stroke()
		last = Math.min(y, last - LABEL_HEIGHT * ratio)
		write(ctx, { text: formats.figure(level, 2), x: bbox.left + bbox.width + 6 * ratio, y: last, font: LABEL_FONT, ink: ink.strong, ratio })
		if (!compact) write(ctx, { text: label, x: bbox.left + bbox.width + 38 * ratio, y: last, font: AXIS_FONT, ink: ink.text, ratio })
	}
	ctx.restore()
}

type Writing = Readonly<Record<'text' | 'font' | 'ink', string>> &
	Readonly<Record<'x' | 'y' | 'ratio', number>> & { readonly align?: CanvasTextAlign }

function write(ctx: CanvasRenderingContext2D, { text, x, y, font, ink, ratio, align = 'left' }: Writing): void {
	ctx.font = font.replace('12px', `${12 * ratio}px`)
	ctx.fillStyle = ink
	ctx.textBaseline = 'middle'
	ctx.textAlign = align
	ctx.fillText(text, x, y)
}

function drawNow(plot: uPlot, { now, nowLabel, ink, formats, span }: CurveLook): void {
	const at = now()
	if (at < span.from || at > span.to) return
	const { ctx, bbox } = plot
	const ratio = devicePixelRatio
	const x = Math.round(plot.valToPos(at / SECOND, 'x', true)) + 0.5
	ctx.save()
	ctx.setLineDash([])
	ctx.strokeStyle = ink.strong
	ctx.lineWidth = 1.5 * ratio
	ctx.beginPath()
	ctx.moveTo(x, bbox.top)
	ctx.lineTo(x, bbox.top + bbox.height)
	ctx.stroke()
	const align = x > bbox.left + bbox.width * 0.2 ? 'right' : 'left'
	write(ctx, {
		text: nowLabel(formats.clock(at).slice(0, 5)),
		x,
		y: bbox.top - 10 * ratio,
		font: LABEL_FONT,
		ink: ink.strong,
		ratio,
		align,
	})
	ctx.restore()
}

/** A dashed ring and the word, so that a spike is read as a doubt and not as the water. */
function drawDoubts(plot: uPlot, { doubted, doubtLabel, ink }: CurveLook): void {
	const { ctx } = plot
	const ratio = devicePixelRatio
	ctx.save()
	ctx.strokeStyle = ink.strong
	ctx.lineWidth = 1.5 * ratio
	ctx.setLineDash([3 * ratio, 2 * ratio])
	for (const { at, level } of doubted) {
		const x = plot.valToPos(at / SECOND, 'x', true)
		const y = plot.valToPos(level, 'y', true)
		ctx.beginPath()
		ctx.arc(x, y, 7 * ratio, 0, 2 * Math.PI)
		ctx.stroke()
		write(ctx, { text: doubtLabel, x: x - 11 * ratio, y, font: AXIS_FONT, ink: ink.strong, ratio, align: 'right' })
	}
	ctx.restore()
}
