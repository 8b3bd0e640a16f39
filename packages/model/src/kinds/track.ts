import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line, Short } from './words.ts'

/** A moving thing that is not ours: ship (MMSI), drone, aircraft. Its position is a measurement. */
export const track = defineKind({
	kind: 'track',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line.describe('Name, else whatever it is known by.'),
		type: Line.optional().describe('Sort in the words of the source: `cargo`, `tug`, `multirotor`.'),
		mmsi: z
			.string()
			.regex(/^\d{9}$/, 'must be 9 digits')
			.optional()
			.describe('Maritime Mobile Service Identity (ITU-R M.585): 9 digits.'),
		imo: z
			.string()
			.regex(/^\d{7}$/, 'must be 7 digits')
			.optional()
			.describe('IMO number of the hull: 7 digits.'),
		icao: z
			.string()
			.regex(/^[0-9a-f]{6}$/, 'must be 6 lower-case hexadecimal digits')
			.optional()
			.describe('ICAO 24-bit address of the aircraft: 6 lower-case hexadecimal digits.'),
		uasId: Short.optional().describe('Serial number or registration of the drone (Open Drone ID, ASTM F3411).'),
		callsign: Short.optional().describe('Call sign by radio.'),
		destination: Line.optional().describe('Where it is bound, as sent.'),
		navStatus: Line.optional().describe('Navigational status as sent: `under way using engine`, `moored`.'),
		lengthMetres: z.number().min(0).max(1_000).optional().describe('Length over all, metres.'),
		widthMetres: z.number().min(0).max(200).optional().describe('Width, metres.'),
		draughtMetres: z.number().min(0).max(50).optional().describe('Draught, metres.'),
		everyMs: z
			.int()
			.min(1)
			.optional()
			.describe('Expected distance of two reports of its device, milliseconds; three times that without one is stale (picture SPEC, P51).'),
	}),
	policies: {
		name: 'newest',
		type: 'newest',
		mmsi: 'newest',
		imo: 'newest',
		icao: 'newest',
		uasId: 'newest',
		callsign: 'newest',
		destination: 'newest',
		navStatus: 'newest',
		lengthMetres: 'newest',
		widthMetres: 'newest',
		draughtMetres: 'newest',
		everyMs: 'newest',
		geometry: 'newest',
	},
})
