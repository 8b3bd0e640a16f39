import type { Place } from './places.ts'
import { UNIT_TYPES } from './types.ts'
import type { UnitType } from './types.ts'

export type Unit = UnitType & {
	/** Last part of the entity id. */
	readonly native: string
	readonly callsign: string
	/** Name on the map. */
	readonly short: string
	readonly home: Place
	readonly section: string
	readonly station: string
}

/** Einsatzabschnitte by number. */
export const SECTIONS = {
	nord: 'EA 1 Nordufer',
	hafen: 'EA 2 Hafen Mitte',
	wilhelmsburg: 'EA 3 Wilhelmsburg',
	finkenwerder: 'EA 4 Finkenwerder',
	marschlande: 'EA 5 Vier- und Marschlande',
	wasser: 'EA 6 Wasser',
	rettung: 'EA 7 Rettungsdienst und Betreuung',
	leitung: 'Einsatzleitung',
} as const

type Section = keyof typeof SECTIONS

/** One home with its units: what is said first in the call sign, where it is, and its vehicles as `type number`, by the short names of types. */
type Crew = readonly [callsign: string, short: string, home: Place, section: Section, station: string, vehicles: string]

const BF = (station: string): string => `Feuer- und Rettungswache ${station}`
const FIRE: readonly Crew[] = [
	['Florian Hamburg 11', 'FL 11', 'innenstadt', 'nord', BF('Innenstadt'), 'hlf 1, dl 2'],
	['Florian Hamburg 12', 'FL 12', 'altona', 'nord', BF('Altona'), 'hlf 1, hlf 2, dl 3'],
	['Florian Hamburg 13', 'FL 13', 'rotherbaum', 'nord', BF('Rotherbaum'), 'hlf 1'],
	['Florian Hamburg 14', 'FL 14', 'osdorf', 'nord', BF('Osdorf'), 'hlf 1'],
	['Florian Hamburg 15', 'FL 15', 'stellingen', 'nord', BF('Stellingen'), 'hlf 1'],
	['Florian Hamburg 16', 'FL 16', 'alsterdorf', 'nord', BF('Alsterdorf'), 'hlf 1'],
	['Florian Hamburg 21', 'FL 21', 'wandsbek', 'nord', BF('Wandsbek'), 'hlf 1'],
	['Florian Hamburg 22', 'FL 22', 'berlinertor', 'hafen', BF('Berliner Tor'), 'hlf 1, elw 2'],
	['Florian Hamburg 23', 'FL 23', 'barmbek', 'nord', BF('Barmbek'), 'hlf 1'],
	['Florian Hamburg 24', 'FL 24', 'sasel', 'nord', BF('Sasel'), 'hlf 1'],
	['Florian Hamburg 25', 'FL 25', 'billstedt', 'marschlande', BF('Billstedt'), 'hlf 1'],
	['Florian Hamburg 26', 'FL 26', 'bergedorf', 'marschlande', BF('Bergedorf'), 'hlf 1, dl 2'],
	['Florian Hamburg 31', 'FL 31', 'veddel', 'wilhelmsburg', BF('Veddel'), 'hlf 1, elw 2'],
	['Florian Hamburg 34', 'FL 34', 'wilhelmsburg', 'wilhelmsburg', BF('Wilhelmsburg'), 'hlf 1, hlf 2'],
	['Florian Hamburg 35', 'FL 35', 'harburg', 'wilhelmsburg', BF('Harburg'), 'hlf 1, dl 2'],
	['Florian Hamburg 36', 'FL 36', 'finkenwerder', 'finkenwerder', BF('Finkenwerder'), 'hlf 1'],
	['Florian Hamburg Löschboot', 'LB', 'steinwerder', 'wasser', 'Feuerlöschbootstation', 'fireboat 1, fireboat 2'],
]

const VOLUNTEERS: readonly (readonly [name: string, home: Place, section: Section])[] = [
	['Altona', 'altona', 'nord'],
	['Blankenese', 'blankenese', 'nord'],
	['Nienstedten', 'nienstedten', 'nord'],
	['Eppendorf', 'eppendorf', 'nord'],
	['Rothenburgsort-Veddel', 'rothenburgsort', 'hafen'],
	['Wilhelmsburg', 'wilhelmsburg', 'wilhelmsburg'],
	['Kirchdorf', 'kirchdorf', 'wilhelmsburg'],
	['Moorwerder', 'moorwerder', 'wilhelmsburg'],
	['Finkenwerder', 'finkenwerder', 'finkenwerder'],
	['Francop', 'francop', 'finkenwerder'],
	['Neuenfelde', 'neuenfelde', 'finkenwerder'],
	['Cranz', 'cranz', 'finkenwerder'],
	['Moorburg', 'moorburg', 'finkenwerder'],
	['Neuland', 'neuland', 'wilhelmsburg'],
	['Harburg', 'harburg', 'wilhelmsburg'],
	['Moorfleet', 'moorfleet', 'marschlande'],
	['Ochsenwerder', 'ochsenwerder', 'marschlande'],
	['Kirchwerder', 'kirchwerder', 'marschlande'],
	['Curslack', 'curslack', 'marschlande'],
	['Allermöhe', 'allermoehe', 'marschlande'],
]

const volunteers: readonly Crew[] = VOLUNTEERS.map(([name, home, section], index) => [
	`Florian Hamburg ${name}`,
	`FF ${name}`,
	home,
	section,
	`FF ${name}`,
	index % 3 === 2 ? 'pump 1' : 'lf 1',
])

const OV = (name: string): string => `OV ${name}`
const THW: readonly Crew[] = [
	['Heros Hamburg-Altona', 'Altona', 'osdorf', 'nord', OV('Hamburg-Altona'), 'ztr 21/10, b 22/51, n 31/61, deich 55/31'],
	[
		'Heros Hamburg-Bergedorf',
		'Bergedorf',
		'bergedorf',
		'marschlande',
		OV('Hamburg-Bergedorf'),
		'ztr 21/10, b 22/51, wp 44/35, deich 55/31',
	],
	['Heros Hamburg-Eimsbüttel', 'Eimsbüttel', 'eimsbuettel', 'nord', OV('Hamburg-Eimsbüttel'), 'b 22/51, e 36/41'],
	['Heros Hamburg-Harburg', 'Harburg', 'heimfeld', 'wilhelmsburg', OV('Hamburg-Harburg'), 'ztr 21/10, b 22/51, deich 55/31, w 45/81'],
	['Heros Hamburg-Mitte', 'Mitte', 'hammerbrook', 'wilhelmsburg', OV('Hamburg-Mitte'), 'ztr 21/10, b 22/51, e 36/41, deich 55/31'],
	['Heros Hamburg-Nord', 'Nord', 'langenhorn', 'hafen', OV('Hamburg-Nord'), 'ztr 21/10, b 22/51, r 41/65, log 72/86'],
	['Heros Hamburg-Wandsbek', 'Wandsbek', 'farmsen', 'hafen', OV('Hamburg-Wandsbek'), 'b 22/51, wp 44/35, w 45/81'],
]

const AID: readonly Crew[] = [
	[
		'Rotkreuz Hamburg',
		'DRK',
		'wilhelmsburg',
		'rettung',
		'DRK Hamburg',
		'rtw 10/83-1, rtw 10/83-2, ktw 10/85-1, bt 10/37-1, bt 10/37-2, vpf 10/66-1',
	],
	['Sama Hamburg', 'ASB', 'stgeorg', 'rettung', 'ASB Hamburg', 'rtw 20/83-1, rtw 20/83-2, ktw 20/85-1, bt 20/37-1'],
	[
		'Akkon Hamburg',
		'JUH',
		'lurup',
		'rettung',
		'Johanniter Hamburg',
		'rtw 30/83-1, rtw 30/83-2, ktw 30/85-1, ktw 30/85-2, bt 30/37-1, vpf 30/66-1',
	],
	['Johannes Hamburg', 'MHD', 'harburg', 'rettung', 'Malteser Hamburg', 'rtw 40/83-1, rtw 40/83-2, ktw 40/85-1, bt 40/37-1'],
	['Pelikan Hamburg', 'DLRG', 'zollenspieker', 'wasser', 'DLRG Hamburg', 'dlrg 50/78-1, dlrg 50/78-2, dlrg 50/78-3, dlrg 50/78-4'],
]

const OTHERS: readonly Crew[] = [
	['Peter 15', 'PE 15', 'stpauli', 'nord', 'PK 15 St. Pauli', 'fustw 1, fustw 2'],
	['Peter 44', 'PE 44', 'wilhelmsburg', 'wilhelmsburg', 'PK 44 Wilhelmsburg', 'fustw 1, fustw 2, lauti 5'],
	['Peter 46', 'PE 46', 'harburg', 'wilhelmsburg', 'PK 46 Harburg', 'fustw 1'],
	['Peter 47', 'PE 47', 'neugraben', 'finkenwerder', 'PK 47 Neugraben', 'fustw 1, lauti 5'],
	['Peter 43', 'PE 43', 'bergedorf', 'marschlande', 'PK 43 Bergedorf', 'fustw 1'],
	['Elbe', 'WSP', 'waltershof', 'wasser', 'WSP-Revier Hafen', 'wsp 12, wsp 14, wsp 22, wsp 25'],
	[
		'Deich',
		'LSBG',
		'georgswerder',
		'marschlande',
		'LSBG Deichwarte',
		'deichwacht 1, deichwacht 2, deichwacht 3, deichwacht 4, deichwacht 5',
	],
	['Hafen', 'HPA', 'steinwerder', 'hafen', 'HPA Hafenstab', 'polder 1, polder 2, polder 3, polder 4, hpaboat 8'],
	['Leitung Hamburg', 'TEL', 'berlinertor', 'leitung', 'Technische Einsatzleitung', 'stab 1, stab 2'],
]

function unitsOf([callsign, short, home, section, station, vehicles]: Crew): readonly Unit[] {
	return vehicles.split(', ').map((vehicle) => {
		const [typeName = '', number = ''] = vehicle.split(' ')
		const type = typeNamed(typeName)
		const full = fullName(callsign, number)
		return {
			...type,
			native: plain(full),
			callsign: full,
			short: type.organisation === 'thw' ? `${type.type} ${short}` : shortName(short, number),
			home,
			section: SECTIONS[type.net === 'river' ? 'wasser' : section],
			station,
			...(type.organisationName ? {} : { organisationName: type.organisation === 'thw' ? `THW ${station}` : station }),
		}
	})
}

function typeNamed(name: string): UnitType {
	const type = Object.entries(UNIT_TYPES).find(([key]) => key === name)?.[1]
	if (!type) throw new Error(`no such type of unit: ${name}`)
	return type
}

/** A volunteer brigade's only vehicle is called by the brigade; a fire station's vehicles by a number after a slash. */
function fullName(callsign: string, number: string): string {
	if (callsign.startsWith('Florian') && VOLUNTEERS.some(([name]) => callsign.endsWith(` ${name}`))) return callsign
	return /\d$|^Deich|^Hafen|^Leitung|boot$/.test(callsign) ? `${callsign}/${number}` : `${callsign} ${number}`
}

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

function plain(text: string): string {
	const ascii = text.toLowerCase().replaceAll(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
	return ascii.replaceAll(/[^a-z\d]+/g, '-')
}

function shortName(short: string, number: string): string {
	if (short.startsWith('FF ')) return short
	return /\d$/.test(short) ? `${short}/${number}` : `${short} ${number.split('-').join('/')}`
}

/** 120 units of the organisations that fight a storm surge in Hamburg. Call signs resemble real ones and are invented. */
export const FLEET: readonly Unit[] = [...FIRE, ...volunteers, ...THW, ...AID, ...OTHERS].flatMap(unitsOf)
