import { randomUUID } from 'node:crypto'

import { further, pointAt, somewhere } from '../payloads.ts'
import type { Place } from '../payloads.ts'
import { pick, randomFrom, whole } from '../random.ts'
import type { Random } from '../random.ts'

export const SOURCE = 'fahrzeuge'

/** Levels and organisations, in the shares in which units have them where grants differ. */
const LABELS = [
	...Array.from({ length: 7 }, () => ({ level: 'open' })),
	{ level: 'internal' },
	{ level: 'internal' },
	{ level: 'restricted', organisations: ['feuerwehr'] },
]

export function unitId(n: number): string {
	return `unit:${SOURCE}:hh-${n}`
}

export function unitPlaces(count: number, seed = 1): readonly Place[] {
	const random = randomFrom(seed)
	return Array.from({ length: count }, () => somewhere(random))
}

/** One upsert of each unit, where it stands at first. */
export function introductions(count: number, { labelled = false }: { readonly labelled?: boolean } = {}): readonly unknown[] {
	const random = randomFrom(2)
	return unitPlaces(count).map((place, n) => ({
		id: randomUUID(),
		kind: 'unit',
		entity: unitId(n),
		op: 'upsert',
		times: { observed: new Date().toISOString() },
		geometry: pointAt(place),
		payload: payloadOf(random),
		...(labelled && { label: pick(random, LABELS) }),
	}))
}

function payloadOf(random: Random): object {
	return {
		callsign: `Florian Hamburg ${whole(random, 40)}/${whole(random, 90)}-${whole(random, 9)}`,
		short: `FL ${whole(random, 40)}/${whole(random, 9)}`,
		issi: String(1_000_000 + whole(random, 9_000_000)),
		organisation: pick(random, ['feuerwehr', 'thw', 'polizei', 'hilfsorganisation']),
		type: pick(random, ['HLF 20', 'DLK 23/12', 'GW-L2', 'FGr N', 'RTW']),
		strength: { leaders: 0, subLeaders: 1, crew: 1 + whole(random, 8) },
		fms: 1 + whole(random, 4),
		section: `Einsatzabschnitt ${1 + whole(random, 6)}`,
		station: `Feuer- und Rettungswache ${whole(random, 40)}`,
	}
}

/** Units that drive: each position follows from the one before. */
export class Driving {
	readonly #random: Random
	readonly #places: Place[]

	constructor(count: number) {
		this.#random = randomFrom(3)
		this.#places = [...unitPlaces(count)]
	}

	/** Body of `POST …/measurements` for the units `from` up to `until`. */
	columns(from: number, until: number): object {
		const observed = new Date().toISOString()
		const numbers = Array.from({ length: until - from }, (_, i) => from + i)
		const places = numbers.map((n) => this.#drive(n))
		return {
			positions: {
				entity: numbers.map(unitId),
				observed: numbers.map(() => observed),
				lat: places.map(({ lat }) => lat),
				lng: places.map(({ lng }) => lng),
				course: numbers.map(() => Math.floor(this.#random() * 360)),
				speed: numbers.map(() => Math.floor(this.#random() * 250) / 10),
			},
		}
	}

	#drive(n: number): Place {
		const held = this.#places[n]
		if (!held) throw new RangeError(`there is no unit ${n}`)
		const next = further(this.#random, held)
		this.#places[n] = next
		return next
	}
}
