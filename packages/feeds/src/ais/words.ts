/** Sorts of ships and their cargo, ITU-R M.1371-5, table 53. */
const SHIP_TYPES: ReadonlyMap<number, string> = new Map([
	[30, 'fishing vessel'],
	[31, 'towing vessel'],
	[32, 'towing vessel, tow over 200 m or 25 m wide'],
	[33, 'dredger or underwater operations'],
	[34, 'diving operations'],
	[35, 'military operations'],
	[36, 'sailing vessel'],
	[37, 'pleasure craft'],
	[50, 'pilot vessel'],
	[51, 'search and rescue vessel'],
	[52, 'tug'],
	[53, 'port tender'],
	[54, 'anti-pollution vessel'],
	[55, 'law enforcement vessel'],
	[56, 'local vessel'],
	[57, 'local vessel'],
	[58, 'medical transport'],
	[59, 'ship of a state that is no party to a conflict'],
])

/** By the first digit; the second tells of the cargo. */
const SHIP_GROUPS: ReadonlyMap<number, string> = new Map([
	[2, 'wing in ground craft'],
	[4, 'high speed craft'],
	[6, 'passenger ship'],
	[7, 'cargo ship'],
	[8, 'tanker'],
	[9, 'other ship'],
])

const CARGO = [
	'',
	', dangerous cargo category A',
	', dangerous cargo category B',
	', dangerous cargo category C',
	', dangerous cargo category D',
]

/** Undefined: the ship does not say, or a number that the standard reserves. */
export function shipType(code: number): string | undefined {
	const group = SHIP_GROUPS.get(Math.floor(code / 10))
	return group === undefined ? SHIP_TYPES.get(code) : `${group}${CARGO[code % 10] ?? ''}`
}

/** Navigational status, ITU-R M.1371-5, table 48. 15 and what is reserved say nothing. */
const STATUSES: ReadonlyMap<number, string> = new Map([
	[0, 'under way using engine'],
	[1, 'at anchor'],
	[2, 'not under command'],
	[3, 'restricted manoeuvrability'],
	[4, 'constrained by her draught'],
	[5, 'moored'],
	[6, 'aground'],
	[7, 'engaged in fishing'],
	[8, 'under way sailing'],
	[11, 'towing astern'],
	[12, 'pushing ahead or towing alongside'],
	[14, 'distress transmitter active'],
])

export function navigationalStatus(code: number): string | undefined {
	return STATUSES.get(code)
}

/** Aids to navigation, ITU-R M.1371-5, table 74. */
const AIDS: readonly string[] = [
	'aid to navigation',
	'reference point',
	'racon',
	'fixed structure off shore',
	'emergency wreck marking buoy',
	'light, without sectors',
	'light, with sectors',
	'leading light front',
	'leading light rear',
	'beacon, cardinal N',
	'beacon, cardinal E',
	'beacon, cardinal S',
	'beacon, cardinal W',
	'beacon, port hand',
	'beacon, starboard hand',
	'beacon, preferred channel port hand',
	'beacon, preferred channel starboard hand',
	'beacon, isolated danger',
	'beacon, safe water',
	'beacon, special mark',
	'buoy, cardinal N',
	'buoy, cardinal E',
	'buoy, cardinal S',
	'buoy, cardinal W',
	'buoy, port hand',
	'buoy, starboard hand',
	'buoy, preferred channel port hand',
	'buoy, preferred channel starboard hand',
	'buoy, isolated danger',
	'buoy, safe water',
	'buoy, special mark',
	'light vessel or platform',
]

export function aidType(code: number, virtual: boolean): string {
	return `${virtual ? 'virtual ' : ''}${AIDS[code] ?? 'aid to navigation'}`
}
