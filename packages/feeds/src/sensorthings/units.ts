import { UNITS } from '../mapping/units.ts'

/** How services write units (UCUM, words, plain ASCII) → how we do. */
const SPELT: ReadonlyMap<string, string> = new Map([
	['m3/s', 'm³/s'],
	['m^3/s', 'm³/s'],
	['cbm/s', 'm³/s'],
	['m³/sec', 'm³/s'],
	['m3/h', 'm³/h'],
	['l/s', 'l/s'],
	['cel', '°C'],
	['degc', '°C'],
	['celsius', '°C'],
	['degree celsius', '°C'],
	['grad celsius', '°C'],
	['k', 'K'],
	['kelvin', 'K'],
	['percent', '%'],
	['prozent', '%'],
	['metre', 'm'],
	['meter', 'm'],
	['centimetre', 'cm'],
	['centimeter', 'cm'],
	['zentimeter', 'cm'],
	['volt', 'V'],
	['v', 'V'],
	['mv', 'mV'],
	['hpa', 'hPa'],
	['deg', '°'],
	['degree', '°'],
	['kn', 'kn'],
	['knots', 'kn'],
])

/** A level above NHN as units say it: `m ü. NHN`, `cm+NHN`, `mNHN`. */
const NHN = /^(mm|cm|dm|m)\s?(?:ü\.?\s?|über\s|above\s|\+\s?)?NHN$/i

export type Unit = { readonly unit: string; readonly aboveNhn: boolean }

/** The unit behind a service's word for it; a word that nobody knows stays as it is. */
export function unitOf(written: string): Unit {
	const [, length] = NHN.exec(written) ?? []
	if (length !== undefined) return { unit: length.toLowerCase(), aboveNhn: true }
	if (UNITS.includes(written)) return { unit: written, aboveNhn: false }
	return { unit: SPELT.get(written.toLowerCase()) ?? written, aboveNhn: false }
}
