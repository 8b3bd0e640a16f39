import { HISTORY_MS, HOUR, MINUTE, scenarioAt, startOf, wallAt } from '../scenario/clock.ts'
import { GAUGES, gaugeOf } from '../scenario/gauges.ts'
import type { Gauge } from '../scenario/gauges.ts'
import { spikeCm } from '../scenario/implausible.ts'
import { forecast, HORIZON, issueAt, readingCm } from '../scenario/water.ts'
import { newestValueTime, valueTimes } from './context.ts'
import type { Context } from './context.ts'
import { localIso } from './local-time.ts'
import { json } from './reply.ts'
import type { Document } from './reply.ts'

const STATION = /^\/stations\/([^/]+?)(?:\.json|\/(W|WV)(?:\.json|\/(currentmeasurement|measurements)\.json))$/

/** PEGELONLINE REST v2 below `/pegelonline`, in the published shape. */
export function servePegelonline(path: string, query: URLSearchParams, context: Context): Document {
	if (path === '/stations.json')
		return json(GAUGES.filter((gauge) => wanted(gauge, query)).map((gauge) => stationOf(gauge, query, context)))
	const [, name = '', series, rest] = STATION.exec(path) ?? []
	const gauge = gaugeNamed(decodeURIComponent(name))
	if (!gauge) return notFound(`Station ${name} does not exist.`)
	if (series === undefined) return json(stationOf(gauge, query, context))
	return series === 'W' ? serveLevel(gauge, rest, { query, context }) : serveForecast(gauge, rest, context)
}

type Asked = { readonly query: URLSearchParams; readonly context: Context }

function serveLevel(gauge: Gauge, rest: string | undefined, { query, context }: Asked): Document {
	if (rest === 'currentmeasurement') return json(current(gauge, context))
	return json(rest === 'measurements' ? measurements(gauge, query, context) : levelSeries(gauge, query, context))
}

function serveForecast(gauge: Gauge, rest: string | undefined, context: Context): Document {
	if (rest === 'currentmeasurement') return notFound('WV has no current measurement.')
	return json(rest === 'measurements' ? forecastOf(gauge, context) : forecastSeries(gauge, context))
}

function notFound(message: string): Document {
	return json({ status: 404, message }, 404)
}

function gaugeNamed(name: string): Gauge | undefined {
	return gaugeOf(name) ?? GAUGES.find(({ shortname, number }) => shortname === name.toUpperCase() || number === name)
}

function wanted({ water, uuid, shortname }: Gauge, query: URLSearchParams): boolean {
	const waters = query.get('waters')?.toUpperCase().split(',')
	const ids = query.get('ids')?.split(',')
	return (!waters || waters.includes(water.shortname)) && (!ids || ids.includes(uuid) || ids.includes(shortname))
}

function has(query: URLSearchParams, name: string): boolean {
	return query.get(name) === 'true'
}

function stationOf(gauge: Gauge, query: URLSearchParams, context: Context): unknown {
	const { uuid, number, shortname, longname, km, lat, lng, water } = gauge
	const base = { uuid, number, shortname, longname, km, agency: 'ÜBUNG WSA ELBE-NORDSEE', longitude: lng, latitude: lat, water }
	if (!has(query, 'includeTimeseries')) return base
	return { ...base, timeseries: [levelSeries(gauge, query, context), forecastSeries(gauge, context)] }
}

function levelSeries(gauge: Gauge, query: URLSearchParams, context: Context): unknown {
	return {
		shortname: 'W',
		longname: 'WASSERSTAND ROHDATEN',
		unit: 'cm',
		equidistance: 1,
		...(has(query, 'includeCurrentMeasurement') && { currentMeasurement: current(gauge, context) }),
		gaugeZero: { unit: 'm. ü. NHN', value: gauge.zero, validFrom: '2019-11-01' },
		...(has(query, 'includeCharacteristicValues') && { characteristicValues: characteristicValues(gauge) }),
	}
}

function forecastSeries(gauge: Gauge, { now, clock }: Context): unknown {
	const issued = wallAt(clock, issueAt(scenarioAt(clock, now)))
	return {
		shortname: 'WV',
		longname: 'WASSERSTANDVORHERSAGE',
		unit: 'cm',
		equidistance: 10,
		start: localIso(issued),
		end: localIso(wallAt(clock, scenarioAt(clock, issued) + HORIZON)),
		gaugeZero: { unit: 'm. ü. NHN', value: gauge.zero, validFrom: '2019-11-01' },
	}
}

const CHARACTERISTIC = [
	['MThw', 'MITTELWERT DER TIDEHOCHWASSER', (gauge: Gauge) => gauge.meanHighWater],
	['MTnw', 'MITTELWERT DER TIDENIEDRIGWASSER', (gauge: Gauge) => gauge.meanLowWater],
] as const

function characteristicValues(gauge: Gauge): readonly unknown[] {
	return CHARACTERISTIC.map(([shortname, longname, metres]) => ({
		shortname,
		longname,
		unit: 'cm',
		value: Math.round((metres(gauge) - gauge.zero) * 100),
		validFrom: '2020-11-01',
		timespanStart: '2010-11-01',
		timespanEnd: '2020-10-31',
	}))
}

type Measurement = { readonly timestamp: string; readonly value: number }

function measurementAt(gauge: Gauge, at: number, { clock }: Context): Measurement {
	const [before = at - MINUTE] = valueTimes(clock, at - MINUTE, at - 1).slice(-1)
	return { timestamp: localIso(at), value: readingCm(gauge, scenarioAt(clock, at)) + spikeCm(gauge.number, clock, { before, at }) }
}

function current(gauge: Gauge, context: Context): unknown {
	const measured = measurementAt(gauge, newestValueTime(context), context)
	const high = (gauge.meanHighWater - gauge.zero) * 100
	const low = (gauge.meanLowWater - gauge.zero) * 100
	const state = measured.value > high ? 'high' : measured.value < low ? 'low' : 'normal'
	return { ...measured, stateMnwMhw: state, stateNswHsw: 'unknown' }
}

/** The service keeps 31 days; the exercise knows one day from before its start. */
function measurements(gauge: Gauge, query: URLSearchParams, context: Context): readonly Measurement[] {
	const from = Math.max(startAt(query.get('start'), context.now), startOf(context.clock) - HISTORY_MS)
	return valueTimes(context.clock, from, context.now).map((at) => measurementAt(gauge, at, context))
}

function startAt(start: string | null, now: number): number {
	const [, days, hours] = /^P(?:(\d{1,2})D)?(?:T(\d{1,3})H)?$/.exec(start ?? '') ?? []
	if (days !== undefined || hours !== undefined) return now - Math.min(31 * 24, Number(days ?? 0) * 24 + Number(hours ?? 0)) * HOUR
	const at = Date.parse(start ?? '')
	return Number.isNaN(at) ? now - HOUR : Math.max(at, now - 31 * 24 * HOUR)
}

/** One curve of ten-minute values; those more than four hours ahead are estimates. */
function forecastOf(gauge: Gauge, { now, clock }: Context): readonly unknown[] {
	const issued = issueAt(scenarioAt(clock, now))
	const count = Math.floor(HORIZON / (10 * MINUTE))
	return Array.from({ length: count + 1 }, (_, index) => {
		const at = issued + index * 10 * MINUTE
		return {
			initialized: localIso(wallAt(clock, issued)),
			timestamp: localIso(wallAt(clock, at)),
			value: Math.round((forecast(gauge, issued, at) - gauge.zero) * 100),
			type: at - issued > 4 * HOUR ? 'estimate' : 'forecast',
		}
	})
}
