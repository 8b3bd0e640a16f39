import { checksumOf } from './tag.ts'

/** Writes the bits of a message, and its sentences. */
export class AisWriter {
	#bits = ''

	put(value: number, bits: number): this {
		const unsigned = value < 0 ? value + 2 ** bits : value
		this.#bits += unsigned.toString(2).padStart(bits, '0').slice(-bits)
		return this
	}

	/** In the six-bit alphabet, filled up with `@`; what it does not have becomes a blank. */
	text(text: string, characters: number): this {
		for (let i = 0; i < characters; i += 1) this.put(sixBitOf(text.toUpperCase().charCodeAt(i)), 6)
		return this
	}

	sentences({ sequence = '1', channel = 'A', talker = 'AI' }: Framing = {}): readonly string[] {
		const fill = (6 - (this.#bits.length % 6)) % 6
		const padded = this.#bits + '0'.repeat(fill)
		const characters = Array.from({ length: padded.length / 6 }, (_, i) =>
			armoured(Number.parseInt(padded.slice(6 * i, 6 * i + 6), 2)),
		).join('')
		const total = Math.ceil(characters.length / PAYLOAD)
		return Array.from({ length: total }, (_, i) => {
			const payload = characters.slice(PAYLOAD * i, PAYLOAD * (i + 1))
			const head = `${talker}VDM,${total},${i + 1},${total > 1 ? sequence : ''},${channel}`
			return sentence(`${head},${payload},${i + 1 === total ? fill : 0}`)
		})
	}
}

export type Framing = { readonly sequence?: string; readonly channel?: string; readonly talker?: string }

/** A sentence has at most 82 characters. */
const PAYLOAD = 56

function sixBitOf(code: number): number {
	if (Number.isNaN(code)) return 0
	if (code >= 64 && code < 96) return code - 64
	return code >= 32 && code < 64 ? code : 32
}

function armoured(sextet: number): string {
	return String.fromCharCode(sextet < 40 ? sextet + 48 : sextet + 56)
}

function sentence(body: string): string {
	return `!${body}*${hex(checksumOf(body))}`
}

/** When a receiver heard a sentence, and which. */
export function tagBlock(fields: string): string {
	return `\\${fields}*${hex(checksumOf(fields))}\\`
}

function hex(sum: number): string {
	return sum.toString(16).toUpperCase().padStart(2, '0')
}

/** `null`: not known. */
export type Position = {
	readonly mmsi: number
	readonly lat: number | null
	readonly lng: number | null
	readonly knots: number | null
	readonly course: number | null
	readonly second: number
	readonly status?: number
	readonly accurate?: boolean
}

const MINUTE = 600_000

function coordinate(degrees: number | null, unknown: number): number {
	return Math.round((degrees ?? unknown) * MINUTE)
}

/** Type 1: class A under way or at rest. */
export function positionReport({ mmsi, lat, lng, knots, course, second, status = 0, accurate = false }: Position): AisWriter {
	return new AisWriter()
		.put(1, 6)
		.put(0, 2)
		.put(mmsi, 30)
		.put(status, 4)
		.put(-128, 8)
		.put(knots === null ? 1_023 : Math.round(knots * 10), 10)
		.put(accurate ? 1 : 0, 1)
		.put(coordinate(lng, 181), 28)
		.put(coordinate(lat, 91), 27)
		.put(course === null ? 3_600 : Math.round(course * 10) % 3_600, 12)
		.put(511, 9)
		.put(second, 6)
		.put(0, 25)
}

export type Voyage = {
	readonly mmsi: number
	readonly imo: number
	readonly callsign: string
	readonly name: string
	readonly shipType: number
	readonly bow: number
	readonly stern: number
	readonly port: number
	readonly starboard: number
	readonly draught: number
	readonly destination: string
}

/** Type 5: static and voyage related data of class A, without a time of arrival. */
export function voyageData(ship: Voyage): AisWriter {
	return new AisWriter()
		.put(5, 6)
		.put(0, 2)
		.put(ship.mmsi, 30)
		.put(0, 2)
		.put(ship.imo, 30)
		.text(ship.callsign, 7)
		.text(ship.name, 20)
		.put(ship.shipType, 8)
		.put(ship.bow, 9)
		.put(ship.stern, 9)
		.put(ship.port, 6)
		.put(ship.starboard, 6)
		.put(1, 4)
		.put(0, 9)
		.put(24, 5)
		.put(60, 6)
		.put(Math.round(ship.draught * 10), 8)
		.text(ship.destination, 20)
		.put(0, 2)
}
