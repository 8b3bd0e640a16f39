import { HOUR, MINUTE, scenarioAt, wallAt } from '../scenario/clock.ts'
import { GAUGES } from '../scenario/gauges.ts'
import type { Gauge } from '../scenario/gauges.ts'
import { astronomic, forecast, HORIZON, issueAt, readingCm, turnsBetween, UNCERTAINTY } from '../scenario/water.ts'
import type { Turn } from '../scenario/water.ts'
import type { Context } from './context.ts'
import { localIso } from './local-time.ts'
import { json } from './reply.ts'
import type { Document } from './reply.ts'

const ITEMS = '/collections/waterlevelforecastdata/items'

/** Water level forecast of the BSH below `/bsh`, an OGC API with one feature per gauge, in the published shape. */
export function serveBsh(path: string, context: Context): Document | undefined {
	if (path === ITEMS) {
		const features = GAUGES.map((gauge) => featureOf(gauge, context))
		return json({ type: 'FeatureCollection', numberReturned: features.length, numberMatched: features.length, features })
	}
	const gauge = path.startsWith(`${ITEMS}/`) ? GAUGES.find(({ bsh }) => bsh === path.slice(ITEMS.length + 1)) : undefined
	return gauge && json(featureOf(gauge, context))
}

/** Past values in the curve reach this far back. */
const LOOK_BACK = 6 * HOUR

/** The service writes times with a space in place of the T. */
function spaced(ms: number): string {
	return localIso(ms).replace('T', ' ')
}

const cm = (gauge: Gauge, metres: number): number => Math.round((metres - gauge.zero) * 100)

function featureOf(gauge: Gauge, { now, clock }: Context): unknown {
	const present = scenarioAt(clock, now)
	const issued = issueAt(present)
	const turns = turnsBetween(gauge, issued, issued + HORIZON)
	const highest = Math.max(...turns.map((turn) => forecast(gauge, issued, turn.scenario) - gauge.meanHighWater))
	return {
		type: 'Feature',
		id: gauge.bsh,
		geometry: { type: 'Point', coordinates: [gauge.lng, gauge.lat] },
		properties: {
			gauge_label: gauge.longname,
			gaugezero_relative_to_nhn: Math.round(gauge.zero * 100),
			mean_high_water: cm(gauge, gauge.meanHighWater),
			mean_low_water: cm(gauge, gauge.meanLowWater),
			official_warning_level_region: warningOf(highest + 0.3),
			automated_gauge_warning: warningOf(highest),
			forecast_timestamp: spaced(wallAt(clock, issued)),
			forecast_text: forecastText(highest),
			high_water_low_water: turns.map((turn) => eventOf(gauge, turn, { issued, wall: wallAt(clock, turn.scenario) })),
			curve: curveOf(gauge, { issued, present }, (scenario) => spaced(wallAt(clock, scenario))),
		},
	}
}

/** Classes of the BSH are relative to mean high water. */
function warningOf(above: number): string {
	if (above >= 3.5) return 'sehr schwere Sturmflut'
	if (above >= 2.5) return 'schwere Sturmflut'
	return above >= 1.5 ? 'Sturmflut' : 'keine'
}

function forecastText(above: number): unknown {
	const height = above.toFixed(1)
	return {
		de: `<p>ÜBUNG: Das Hochwasser wird etwa <b>${height.replace('.', ',')} m</b> höher als das mittlere Hochwasser eintreten.</p>`,
		en: `<p>EXERCISE: High water is expected about <b>${height} m</b> above mean high water.</p>`,
	}
}

function eventOf(gauge: Gauge, { event, scenario }: Turn, at: { readonly issued: number; readonly wall: number }): unknown {
	const expected = forecast(gauge, at.issued, scenario)
	const deviation = expected - (event === 'HW' ? gauge.meanHighWater : gauge.meanLowWater)
	return {
		event_timestamp: spaced(at.wall),
		event,
		tidal_prediction_value: String(cm(gauge, astronomic(gauge, scenario))),
		forecast_value: cm(gauge, expected),
		forecast_uncertainty: Math.round(UNCERTAINTY * 100),
		forecast_deviation: `${deviation < 0 ? '-' : '+'}${Math.abs(deviation).toFixed(1).replace('.', ',')} m`,
	}
}

type Span = { readonly issued: number; readonly present: number }

function curveOf(gauge: Gauge, { issued, present }: Span, stamp: (scenario: number) => string): readonly unknown[] {
	const step = 10 * MINUTE
	const first = Math.ceil((present - LOOK_BACK) / step) * step
	const count = Math.floor((issued + HORIZON - first) / step)
	return Array.from({ length: count + 1 }, (_, index) => {
		const at = first + index * step
		return {
			timestamp: stamp(at),
			tidal_prediction: String(cm(gauge, astronomic(gauge, at))),
			...(at <= present
				? { measurement: String(readingCm(gauge, at)) }
				: { automated_curve_forecast: String(cm(gauge, forecast(gauge, issued, at))) }),
		}
	})
}
