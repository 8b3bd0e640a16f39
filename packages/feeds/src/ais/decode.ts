import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import { line } from '../text.ts'
import { dimensionsOf, draughtOf, etaOf, fixOf, imoOf, knotsOf, secondOf } from './message.ts'
import type { AisFacts, AisFault, AisMessage, Movement } from './message.ts'
import { bearerOf, mmsiOf } from './mmsi.ts'
import type { SixBits } from './six-bit.ts'
import { aidType, shipType } from './words.ts'

type Body = Omit<AisMessage, 'type' | 'mmsi'>
type Layout = { readonly least: number; readonly body: (bits: SixBits, mmsi: string) => Body }

/** Types whose content is used, with the bits that they must have at the least. The last spare and radio bits may be missing. */
const LAYOUTS: ReadonlyMap<number, Layout> = new Map([
	[1, { least: 143, body: classA }],
	[2, { least: 143, body: classA }],
	[3, { least: 143, body: classA }],
	[4, { least: 134, body: baseStation }],
	[5, { least: 420, body: voyage }],
	[9, { least: 134, body: aircraft }],
	[14, { least: 46, body: (bits) => ({ text: bits.text(40, bits.length - 40).trim() }) }],
	[18, { least: 139, body: classB }],
	[19, { least: 301, body: extendedClassB }],
	[21, { least: 249, body: aid }],
	[24, { least: 160, body: part }],
	[27, { least: 94, body: longRange }],
])

/** Whether anything of a message of this type is taken in. */
export function isUsed(type: number): boolean {
	return LAYOUTS.has(type)
}

export function decodeMessage(bits: SixBits): Result<AisMessage, AisFault> {
	const type = bits.unsigned(0, 6)
	const layout = LAYOUTS.get(type)
	const mmsi = mmsiOf(bits.unsigned(8, 30))
	if (!layout) return fail({ reason: 'not-used', message: `messages of type ${type} are not used` })
	if (bits.length < layout.least) {
		return fail({ reason: 'too-short', message: `a message of type ${type} has at least ${layout.least} bits, this one ${bits.length}` })
	}
	if (mmsi === undefined) return fail({ reason: 'bad-mmsi', message: 'the MMSI names nobody', path: 'mmsi' })
	return ok({ type, mmsi, ...layout.body(bits, mmsi) })
}

const MINUTE = 600_000

type Place = Pick<Movement, 'lat' | 'lng' | 'accuracy'>

/** Ten thousandths of a minute; the flag before them promises 10 m. */
function placeAt(bits: SixBits, at: number): Place {
	return { lng: bits.signed(at + 1, 28) / MINUTE, lat: bits.signed(at + 29, 27) / MINUTE, accuracy: bits.flag(at) ? 10 : null }
}

function classA(bits: SixBits): Body {
	return {
		...fixOf({ ...placeAt(bits, 60), knots: knotsOf(bits.unsigned(50, 10) / 10), course: bits.unsigned(116, 12) / 10 }),
		...secondOf(bits.unsigned(137, 6)),
		rhythm: 'class-a',
		status: bits.unsigned(38, 4),
	}
}

function baseStation(bits: SixBits): Body {
	const at = Date.UTC(bits.unsigned(38, 14), bits.unsigned(52, 4) - 1, bits.unsigned(56, 5))
	const time = bits.unsigned(61, 5) * 3_600_000 + bits.unsigned(66, 6) * 60_000 + bits.unsigned(72, 6) * 1_000
	const { fix, badPlace } = fixOf({ ...placeAt(bits, 78), knots: null, course: 360 })
	const known = bits.unsigned(38, 14) >= 1970 && bits.unsigned(38, 14) < 2200 && bits.unsigned(52, 4) > 0 && time < 86_400_000
	return { ...(fix && { fix }), ...(badPlace && { badPlace }), ...(known && { at: at + time }), rhythm: 'steady' }
}

function voyage(bits: SixBits): Body {
	const code = bits.unsigned(232, 8)
	const eta = { month: bits.unsigned(274, 4), day: bits.unsigned(278, 5), hour: bits.unsigned(283, 5), minute: bits.unsigned(288, 6) }
	return {
		facts: {
			...named(bits.text(112, 120)),
			type: shipType(code) ?? null,
			imo: imoOf(bits.unsigned(40, 30)),
			callsign: line(bits.text(70, 42), 60) ?? null,
			destination: line(bits.text(302, 120)) ?? null,
			...dimensionAt(bits, 240),
			draughtMetres: draughtOf(bits.unsigned(294, 8) / 10),
		},
		ext: { shipType: code, eta: etaOf(eta) },
	}
}

/** A name that is not said is no news about the name. */
function named(name: string): AisFacts {
	const known = line(name)
	return known === undefined ? {} : { name: known }
}

function dimensionAt(bits: SixBits, at: number): AisFacts {
	return dimensionsOf({
		bow: bits.unsigned(at, 9),
		stern: bits.unsigned(at + 9, 9),
		port: bits.unsigned(at + 18, 6),
		starboard: bits.unsigned(at + 24, 6),
	})
}

/** Speeds of aircraft are whole knots up to 1022. */
function aircraft(bits: SixBits): Body {
	const knots = bits.unsigned(50, 10)
	return {
		...fixOf({ ...placeAt(bits, 60), knots: knots < 1_000 ? knots : null, course: bits.unsigned(116, 12) / 10 }),
		...secondOf(bits.unsigned(128, 6)),
		rhythm: 'steady',
	}
}

function classB(bits: SixBits): Body {
	return {
		...fixOf({ ...placeAt(bits, 56), knots: knotsOf(bits.unsigned(46, 10) / 10), course: bits.unsigned(112, 12) / 10 }),
		...secondOf(bits.unsigned(133, 6)),
		rhythm: 'class-b',
	}
}

function extendedClassB(bits: SixBits): Body {
	const code = bits.unsigned(263, 8)
	const facts = { ...named(bits.text(143, 120)), type: shipType(code) ?? null, ...dimensionAt(bits, 271) }
	return { ...classB(bits), facts, ext: { shipType: code } }
}

const OFF_POSITION = 'off position'

function aid(bits: SixBits): Body {
	const code = bits.unsigned(38, 5)
	const { fix, badPlace } = fixOf({ ...placeAt(bits, 163), knots: null, course: 360 })
	const name = bits.text(43, 120)
	return {
		...(fix && { fix }),
		...(badPlace && { badPlace }),
		...secondOf(bits.unsigned(253, 6)),
		rhythm: 'slow',
		facts: {
			...named(name.length === 20 ? `${name}${bits.text(272, 84)}` : name),
			type: aidType(code, bits.flag(269)),
			navStatus: isOff(bits) ? OFF_POSITION : null,
			...dimensionAt(bits, 219),
		},
		ext: { aidType: code },
	}
}

/** The flag means something only with a time of the place. */
function isOff(bits: SixBits): boolean {
	return bits.unsigned(253, 6) < 60 && bits.flag(259)
}

/** Static data of class B in two parts, which come one after another or alone. */
function part(bits: SixBits, mmsi: string): Body {
	const number = bits.unsigned(38, 2)
	if (number === 0) return { facts: named(bits.text(40, 120)) }
	if (number !== 1) return {}
	const code = bits.unsigned(40, 8)
	const facts = { type: shipType(code) ?? null, callsign: line(bits.text(90, 42), 60) ?? null }
	if (bearerOf(mmsi) !== 'craft') return { facts: { ...facts, ...dimensionAt(bits, 132) }, ext: { shipType: code } }
	return { facts, ext: { shipType: code, mothership: mmsiOf(bits.unsigned(132, 30)) ?? null } }
}

/** Tenths of a minute: 185 m. */
function longRange(bits: SixBits): Body {
	const knots = bits.unsigned(79, 6)
	return {
		...fixOf({
			lng: bits.signed(44, 18) / 600,
			lat: bits.signed(62, 17) / 600,
			knots: knots < 63 ? knots : null,
			course: bits.unsigned(85, 9),
			accuracy: 200,
		}),
		rhythm: 'slow',
		status: bits.unsigned(40, 4),
	}
}
