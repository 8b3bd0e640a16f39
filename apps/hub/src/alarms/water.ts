import { centimetresOf, levelOf } from '@lagebild/model/gauge.ts'
import type { GaugeScale, Stage } from '@lagebild/model/gauge.ts'
import type { Severity } from '@lagebild/model/kinds/words.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'

import { clockOf, isLate, metres, MINUTE_MS } from './finding.ts'
import type { Finding, Sight, Thing } from './finding.ts'

type Gauge = {
	readonly row: RowOf<'sensor'>
	readonly measured: MeasuredRow
	readonly scale: GaugeScale
	readonly name: string
	/** Metres NHN; undefined: what it measures has no place on the scale. */
	readonly level: number | undefined
	/** Too old to raise anything, or not believed before a second value says so too. */
	readonly mute: boolean
}

/** R10 to R12: of gauges with lines of their own. */
export function waterFindings(thing: Thing, sight: Sight): readonly Finding[] {
	const gauge = gaugeOf(thing, sight)
	return gauge ? [...levelFindings(gauge, sight), ...riseFindings(gauge, sight), ...forecastFindings(gauge, sight)] : []
}

function gaugeOf({ row, measured }: Thing, sight: Sight): Gauge | undefined {
	if (row.kind !== 'sensor' || row.fields.property !== 'W' || row.life !== 'live' || !measured) return undefined
	const scale = sight.gauges[row.id]
	if (!scale) return undefined
	const { value, at, doubts = [] } = measured
	const level = typeof value === 'number' ? levelOf(row.fields, value, at) : undefined
	const mute = isLate(at, sight) || doubts.some(({ field }) => field === 'value')
	return { row, measured, scale, name: plain(row.fields.name ?? row.id), level, mute }
}

/** Gauge services write names in capitals. */
function plain(name: string): string {
	if (name !== name.toUpperCase()) return name
	return name.replaceAll(/\p{L}+/gu, (word) => word.slice(0, 1) + word.slice(1).toLowerCase())
}

/** Half a millimetre: a level that is a line to the reader is that line. */
const SAME_M = 0.000_5

const SEVERITIES = ['Moderate', 'Severe', 'Severe', 'Extreme'] as const

function severityOf(scale: GaugeScale, { stage }: Stage): Severity {
	const place = scale.stages.findIndex((one) => one.stage === stage)
	return SEVERITIES[Math.min(place, SEVERITIES.length - 1)] ?? 'Severe'
}

function base({ row: { id, label }, name }: Gauge): Pick<Finding, 'about' | 'label' | 'name'> {
	return { about: id, label, name }
}

/** R10. */
function levelFindings(gauge: Gauge, sight: Sight): readonly Finding[] {
	const { scale, level, name, measured } = gauge
	if (level === undefined) return scale.stages.map((stage) => levelFinding(gauge, stage, { state: 'keep', since: measured.at }))
	const heights = heightsOf(gauge, sight)
	return scale.stages.flatMap((stage) => {
		const at = stageAt(heights, stage.from, sight)
		const state = at?.state === 'up' && gauge.mute ? 'keep' : at?.state
		return at && state ? [levelFinding({ ...gauge, name }, stage, { ...at, state })] : []
	})
}

type Height = { readonly at: number; readonly level: number }

function heightsOf({ row, measured, level }: Gauge, { recent }: Sight): readonly Height[] {
	const kept = recent(row.id).flatMap(({ at, value }) => {
		const height = value === null ? undefined : levelOf(row.fields, value, at)
		return height === undefined ? [] : [{ at, level: height }]
	})
	return kept.length > 0 || level === undefined ? kept : [{ at: measured.at, level }]
}

/** Up at the line; over when everything that was measured in the last minutes lies well below it. */
function stageAt(heights: readonly Height[], line: number, { config }: Sight): Pick<Finding, 'state' | 'since'> | undefined {
	const newest = heights.at(-1)
	if (!newest) return undefined
	const below = heights.findLastIndex(({ level }) => level + SAME_M < line)
	const since = heights[below + 1]?.at ?? newest.at
	if (below < heights.length - 1) return { state: 'up', since }
	const from = newest.at - config.fallMinutes * MINUTE_MS
	const high = heights.some(({ at, level }) => at >= from && level + SAME_M >= line - config.fallCm / 100)
	return high ? { state: 'keep', since: newest.at } : undefined
}

function levelFinding(gauge: Gauge, stage: Stage, at: Pick<Finding, 'state' | 'since'>): Finding {
	const line = metres(stage.from)
	const now = gauge.level === undefined ? undefined : metres(gauge.level)
	return {
		rule: 'level',
		part: String(stage.stage),
		...base(gauge),
		...at,
		severity: severityOf(gauge.scale, stage),
		title: { de: `Pegel ${gauge.name} über ${line.de} NHN`, en: `Gauge ${gauge.name} above ${line.en} NHN` },
		cause: {
			de: `Linie der Stufe ${stage.stage} erreicht${now ? `, gemessen ${now.de}` : ''}`,
			en: `Line of stage ${stage.stage} reached${now ? `, measured ${now.en}` : ''}`,
		},
	}
}

/** Below this share of the line a rise is over. */
const CALMER = 0.8

/** R11. */
function riseFindings(gauge: Gauge, { config }: Sight): readonly Finding[] {
	const { measured, name, row } = gauge
	const factor = centimetresOf(row.fields)
	if (measured.trend === undefined || factor === undefined) return []
	const rate = measured.trend * factor
	if (rate < config.riseCmPerHour * CALMER) return []
	const doubted = gauge.mute || measured.doubts?.some(({ field }) => field === 'trend') === true
	const speed = Math.round(rate)
	return [
		{
			rule: 'rise',
			...base(gauge),
			state: rate >= config.riseCmPerHour && !doubted ? 'up' : 'keep',
			since: measured.at,
			severity: 'Severe',
			title: { de: `Pegel ${name} steigt über ${config.riseCmPerHour} cm/h`, en: `Gauge ${name} rises over ${config.riseCmPerHour} cm/h` },
			cause: { de: `gemessen ${speed} cm/h in 30 Minuten`, en: `measured ${speed} cm/h in 30 minutes` },
		},
	]
}

/** R12: the highest line that the coming peak passes and the water has not. */
function forecastFindings(gauge: Gauge, sight: Sight): readonly Finding[] {
	const { row, measured, scale, name, level = Number.NEGATIVE_INFINITY } = gauge
	const peak = measured.peaks?.find(({ series, at }) => series === 'forecast' && !sight.moment.reached(at))
	const height = peak && levelOf(row.fields, peak.value, peak.at)
	if (!peak || height === undefined) return []
	const open = scale.stages.filter(({ from }) => from > level + SAME_M)
	const top = open.findLast(({ from }) => from <= height + SAME_M)
	return open
		.filter(({ from }) => from >= (top?.from ?? 0) && from - sight.config.fallCm / 100 <= height + SAME_M)
		.map((stage): Finding => {
			const [to, line, when] = [metres(height), metres(stage.from), clockOf(peak.at, sight)]
			return {
				rule: 'forecast',
				part: String(stage.stage),
				...base(gauge),
				state: stage === top ? 'up' : 'keep',
				since: peak.issued,
				severity: severityOf(scale, stage),
				title: { de: `Vorhersage ${name}: Stufe ${stage.stage}`, en: `Forecast ${name}: stage ${stage.stage}` },
				cause: {
					de: `Scheitel ${to.de} NHN um ${when}, Linie ${line.de}`,
					en: `Peak ${to.en} NHN at ${when}, line ${line.en}`,
				},
			}
		})
}
