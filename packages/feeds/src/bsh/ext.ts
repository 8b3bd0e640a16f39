import { isObject, itemsOf } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { plainText } from '../mapping/functions.ts'
import { clip, line, prose } from '../text.ts'

const MAX_TIDES = 40

/**
 * What the service says in words, kept as it was said: the warning of the region and that of the gauge are two, and a missing one is not "none".
 * Deviations are the service's own text, since it does not say from which mean they count.
 */
export function extOf(properties: JsonObject): { [key: string]: JsonValue } | undefined {
	const tides = itemsOf(properties['high_water_low_water']).slice(0, MAX_TIDES).filter(isObject).map(tideOf)
	const ext = {
		...texts(properties, ['official_warning_level_region', 'automated_gauge_warning']),
		...(tides.length > 0 && { high_water_low_water: tides }),
		...forecastText(properties['forecast_text']),
	}
	return Object.keys(ext).length === 0 ? undefined : ext
}

function texts(object: JsonObject, names: readonly string[]): { [key: string]: string } {
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = object[name]
			const text = typeof value === 'number' ? String(value) : line(value)
			return text === undefined ? [] : [[name, text]]
		}),
	)
}

const TIDE = ['event_timestamp', 'event', 'tidal_prediction_value', 'forecast_value', 'forecast_uncertainty', 'forecast_deviation']

function tideOf(tide: JsonObject): { [key: string]: string } {
	return texts(tide, TIDE)
}

/** HTML by language, without its tags. */
function forecastText(value: unknown): { forecast_text?: { [language: string]: string } } {
	const byLanguage = typeof value === 'string' ? { de: value } : isObject(value) ? value : {}
	const plain = Object.entries(byLanguage)
		.slice(0, 10)
		.flatMap(([language, html]): [string, string][] => {
			const text = typeof html === 'string' ? prose(plainText(clip(html, 20_000)), 4_000) : undefined
			return text === undefined || language === '__proto__' ? [] : [[clip(language, 20), text]]
		})
	return plain.length === 0 ? {} : { forecast_text: Object.fromEntries(plain) }
}
