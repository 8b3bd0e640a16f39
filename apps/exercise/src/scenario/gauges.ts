/** One gauge of the exercise: where it is, and how the tide and the surge reach it. Levels in metres NHN. */
export type Gauge = {
	readonly uuid: string
	readonly number: string
	readonly shortname: string
	readonly longname: string
	readonly water: { readonly shortname: string; readonly longname: string }
	readonly km: number
	readonly lat: number
	readonly lng: number
	/** Height of the gauge's zero above NHN, metres. */
	readonly zero: number
	/** High water of this exercise's astronomic tide, and the level that MHW lines show. */
	readonly highWater: number
	readonly lowWater: number
	readonly meanHighWater: number
	readonly meanLowWater: number
	/** High water comes this many minutes after the one at St. Pauli; negative: before. */
	readonly delay: number
	/** Highest level of the surge. */
	readonly peak: number
	/** Feature id of the gauge in the BSH forecast service. */
	readonly bsh: string
}

const ELBE = { shortname: 'ELBE', longname: 'ELBE' }
const SUEDERELBE = { shortname: 'SÜDERELBE', longname: 'SÜDERELBE' }
const ZERO = -5

/** Real identifiers where they are public; uuids that begin with e0e0e0e0 and numbers that begin with 99900 exist in this exercise only. */
const invented = (n: number): string => `e0e0e0e0-0000-4000-8000-${String(n).padStart(12, '0')}`

/** The gauge that the stages of Hamburg refer to. */
export const ST_PAULI: Gauge = {
	uuid: 'd488c5cc-4de9-4631-8ce1-0db0e700b546',
	number: '5952050',
	shortname: 'HAMBURG ST. PAULI',
	longname: 'HAMBURG ST. PAULI',
	water: ELBE,
	km: 623.1,
	lat: 53.5456,
	lng: 9.97,
	zero: -5.004,
	highWater: 2.19,
	lowWater: -1.55,
	meanHighWater: 2.14,
	meanLowWater: -1.53,
	delay: 0,
	peak: 6.09,
	bsh: 'hamburg_st-pauli',
}

/** Shaped on the surge of 5/6 December 2013 (peak 6.09 m NHN at St. Pauli); levels and delays of the other gauges are rounded. */
export const GAUGES: readonly Gauge[] = [
	{
		uuid: invented(1),
		number: '9990001',
		shortname: 'CUXHAVEN STEUBENHÖFT',
		longname: 'CUXHAVEN STEUBENHÖFT',
		water: ELBE,
		km: 724,
		lat: 53.8678,
		lng: 8.7175,
		zero: ZERO,
		highWater: 1.6,
		lowWater: -1.45,
		meanHighWater: 1.53,
		meanLowWater: -1.38,
		delay: -205,
		peak: 4.9,
		bsh: 'cuxhaven_steubenhoeft',
	},
	{
		uuid: invented(2),
		number: '9990002',
		shortname: 'BRUNSBÜTTEL MPM',
		longname: 'BRUNSBÜTTEL MOLE 1',
		water: ELBE,
		km: 696.5,
		lat: 53.8869,
		lng: 9.1259,
		zero: ZERO,
		highWater: 1.6,
		lowWater: -1.4,
		meanHighWater: 1.5,
		meanLowWater: -1.33,
		delay: -140,
		peak: 5.1,
		bsh: 'brunsbuettel',
	},
	{
		uuid: invented(3),
		number: '9990003',
		shortname: 'GLÜCKSTADT',
		longname: 'GLÜCKSTADT',
		water: ELBE,
		km: 674.3,
		lat: 53.7847,
		lng: 9.4103,
		zero: ZERO,
		highWater: 1.7,
		lowWater: -1.3,
		meanHighWater: 1.64,
		meanLowWater: -1.23,
		delay: -95,
		peak: 5.5,
		bsh: 'glueckstadt',
	},
	{
		uuid: invented(4),
		number: '9990004',
		shortname: 'STADERSAND',
		longname: 'STADERSAND',
		water: ELBE,
		km: 654.8,
		lat: 53.6297,
		lng: 9.5267,
		zero: ZERO,
		highWater: 1.88,
		lowWater: -1.35,
		meanHighWater: 1.81,
		meanLowWater: -1.3,
		delay: -58,
		peak: 5.75,
		bsh: 'stadersand',
	},
	{
		uuid: invented(5),
		number: '9990005',
		shortname: 'SCHULAU',
		longname: 'SCHULAU',
		water: ELBE,
		km: 641,
		lat: 53.5679,
		lng: 9.7017,
		zero: ZERO,
		highWater: 1.99,
		lowWater: -1.4,
		meanHighWater: 1.92,
		meanLowWater: -1.36,
		delay: -38,
		peak: 5.88,
		bsh: 'schulau',
	},
	{
		uuid: 'bacb459b-0f24-4233-bb35-cd224a51678e',
		number: '9990006',
		shortname: 'BLANKENESE UF',
		longname: 'BLANKENESE UNTERFEUER',
		water: ELBE,
		km: 634.4,
		lat: 53.5573,
		lng: 9.7958,
		zero: ZERO,
		highWater: 2.09,
		lowWater: -1.48,
		meanHighWater: 2.04,
		meanLowWater: -1.45,
		delay: -22,
		peak: 5.99,
		bsh: 'blankenese',
	},
	{
		uuid: '816affba-0118-4668-887f-fb882ed573b2',
		number: '9990007',
		shortname: 'SEEMANNSHÖFT',
		longname: 'SEEMANNSHÖFT',
		water: ELBE,
		km: 628.9,
		lat: 53.5397,
		lng: 9.8817,
		zero: ZERO,
		highWater: 2.14,
		lowWater: -1.52,
		meanHighWater: 2.09,
		meanLowWater: -1.5,
		delay: -12,
		peak: 6.04,
		bsh: 'seemannshoeft',
	},
	ST_PAULI,

	{
		uuid: invented(6),
		number: '9990009',
		shortname: 'HAMBURG-HARBURG',
		longname: 'HAMBURG-HARBURG',
		water: SUEDERELBE,
		km: 615,
		lat: 53.4737,
		lng: 9.992,
		zero: ZERO,
		highWater: 2.21,
		lowWater: -1.42,
		meanHighWater: 2.15,
		meanLowWater: -1.4,
		delay: 9,
		peak: 6.1,
		bsh: 'hamburg_harburg',
	},
	{
		uuid: 'ae1b91d0-e746-4f65-9f64-2d2e23603a82',
		number: '9990010',
		shortname: 'BUNTHAUS',
		longname: 'BUNTHAUS',
		water: ELBE,
		km: 609.8,
		lat: 53.4615,
		lng: 10.0645,
		zero: ZERO,
		highWater: 2.26,
		lowWater: -0.95,
		meanHighWater: 2.19,
		meanLowWater: -0.92,
		delay: 20,
		peak: 6,
		bsh: 'bunthaus',
	},
	{
		uuid: invented(7),
		number: '9990011',
		shortname: 'OVER',
		longname: 'OVER',
		water: ELBE,
		km: 605.3,
		lat: 53.4309,
		lng: 10.1023,
		zero: ZERO,
		highWater: 2.31,
		lowWater: -0.5,
		meanHighWater: 2.25,
		meanLowWater: -0.47,
		delay: 38,
		peak: 5.9,
		bsh: 'over',
	},
	{
		uuid: invented(8),
		number: '9990012',
		shortname: 'ZOLLENSPIEKER',
		longname: 'ZOLLENSPIEKER',
		water: ELBE,
		km: 598.2,
		lat: 53.3989,
		lng: 10.1838,
		zero: ZERO,
		highWater: 2.41,
		lowWater: -0.1,
		meanHighWater: 2.35,
		meanLowWater: -0.07,
		delay: 55,
		peak: 5.82,
		bsh: 'zollenspieker',
	},
]

export function gaugeOf(uuid: string): Gauge | undefined {
	return GAUGES.find((gauge) => gauge.uuid === uuid)
}
