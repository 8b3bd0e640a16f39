import { GaugesConfig } from './scales.ts'

/**
 * St. Pauli: Wasserstandsstufen as Hamburg declares them from the forecast, and the classes of the BSH above mean high water. With an MHW
 * of 2.15 m NHN they begin at 3.65, 4.65 and 5.65 m.
 */
const ST_PAULI = {
	reference: true,
	mhw: 2.15,
	stages: [
		{
			stage: 0,
			from: 3.65,
			measures: {
				de: 'Böller und Lautsprecher, Straßen unter 5,00 m gesperrt, Tore und Sperrwerke zu; ab Vorhersage 4,50 m HASTA und WADI besetzt.',
				en: 'Signal shots and loudspeakers, roads below 5.00 m closed, gates and barriers shut; from a forecast of 4.50 m HASTA and WADI staffed.',
			},
		},
		{
			stage: 1,
			from: 5,
			measures: {
				de: 'Teile des Hafens gesperrt, Katastrophenschutzstäbe und Krisenstab treten zusammen, Warnung im Rundfunk, Siele und Schiebetore zu.',
				en: 'Parts of the port closed, civil protection staffs and crisis staff meet, warnings by radio, sluices and sliding gates shut.',
			},
		},
		{
			stage: 2,
			from: 5.5,
			measures: {
				de: 'Hafen gesperrt und geräumt, TEL-DV im Einsatz, mehr als 300 Deichverteidiger.',
				en: 'Port closed and evacuated, TEL-DV in action, more than 300 dike defenders.',
			},
		},
		{
			stage: 3,
			from: 6.5,
			measures: {
				de: 'Gesamtes Hafengebiet geräumt; ab etwa 7,30 m Räumung der Veddel und von Teilen Wilhelmsburgs und Finkenwerders.',
				en: 'Whole port area cleared; from about 7.30 m evacuation of Veddel and of parts of Wilhelmsburg and Finkenwerder.',
			},
		},
	],
	classes: [
		{ above: 1.5, name: { de: 'Sturmflut', en: 'storm surge' } },
		{ above: 2.5, name: { de: 'schwere Sturmflut', en: 'severe storm surge' } },
		{ above: 3.5, name: { de: 'sehr schwere Sturmflut', en: 'very severe storm surge' } },
	],
}

const ST_PAULI_SERIES = 'd488c5cc-4de9-4631-8ce1-0db0e700b546.W'

/** St. Pauli as PEGELONLINE and as the exercise name it; a configuration with `gauges` replaces both. */
export const DEFAULT_GAUGES: GaugesConfig = GaugesConfig.parse({
	[`sensor:pegelonline:${ST_PAULI_SERIES}`]: ST_PAULI,
	[`sensor:pegelonline-uebung:${ST_PAULI_SERIES}`]: ST_PAULI,
})
