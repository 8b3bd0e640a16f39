import * as z from 'zod'

import { IsoTime } from '../time.ts'
import { GATE_STATES } from './gate-states.ts'
import { keyed } from './keyed.ts'
import { defineKind } from './kind.ts'
import { Line, Phone, Prose, Short } from './words.ts'

/** State of a flood gate as one source sees it. "No data" is never closed: it is `unknown`. */
export const GateState = z.enum(GATE_STATES)
export type GateState = z.infer<typeof GateState>

const Beds = z.strictObject({
	total: z.int().min(0).max(100_000).optional().describe('Beds that there are.'),
	free: z.int().min(0).max(100_000).optional().describe('Beds that are free.'),
})

/** Anlage: gate, pump, dike section, shelter, hospital, assembly point … */
export const facility = defineKind({
	kind: 'facility',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line.describe('Name as people call it.'),
		type: z
			.enum([
				'gate',
				'pump',
				'dike-section',
				'polder',
				'shelter',
				'care-site',
				'collection-point',
				'assembly-point',
				'hospital',
				'staging-area',
				'school',
				'command-post',
				'other',
			])
			.describe(
				'gate Flutschutztor · pump Schöpfwerk, Pumpe · dike-section Deichabschnitt · polder Polder · shelter Notunterkunft · care-site Betreuungsplatz · collection-point Sammelstelle for evacuation · assembly-point Sammelplatz of forces · hospital · staging-area Bereitstellungsraum · school · command-post Befehlsstelle · other.',
			),
		number: Short.optional().describe('Number of the gate, section or house in its own register.'),
		gate: GateState.optional().describe(
			'State of a flood gate: what each source says, side by side. The side (sensor or human) follows from the rank of the source; no data is never `closed`.',
		),
		polder: Line.optional().describe('Polder that the gate closes or the pump drains.'),
		sill: z.number().min(-20).max(50).optional().describe('Drempel: height of the sill, metres above NHN (DHHN2016).'),
		crest: z.number().min(-20).max(50).optional().describe('Crest of the dike or wall (Kronenhöhe), metres above NHN (DHHN2016).'),
		stage: z.int().min(0).max(9).optional().describe('Wasserstandsstufe from which it has to be closed, manned or cleared.'),
		closeBy: IsoTime.nullable().optional().describe('To be closed by, ISO 8601 with an offset; `null`: no time given.'),
		from: Short.optional().describe('Where a dike section begins: kilometre or stationing (Deich-km), as its register writes it.'),
		to: Short.optional().describe('Where a dike section ends.'),
		condition: z
			.enum(['sound', 'watch', 'seepage', 'damaged', 'breached', 'unknown'])
			.optional()
			.describe(
				'Dike: sound in Ordnung · watch beobachten · seepage Sickerwasser · damaged beschädigt · breached gebrochen · unknown unbekannt.',
			),
		flow: z.number().min(0).max(1_000).optional().describe('Pump: what it can move, cubic metres per second.'),
		capacity: z.int().min(0).max(1_000_000).optional().describe('Places for people.'),
		occupied: z.int().min(0).max(1_000_000).optional().describe('Places taken now.'),
		beds: keyed(Beds)
			.optional()
			.describe('Hospital: beds by sort (`icu`, `general`, `burns`; EDXL-HAVE). Keyed: each sort its own register.'),
		state: z
			.enum(['ready', 'open', 'running', 'full', 'closed', 'disturbed', 'unknown'])
			.optional()
			.describe(
				'ready vorbereitet · open geöffnet · running in Betrieb (pump) · full belegt · closed geschlossen · disturbed gestört · unknown unbekannt. Of a gate see `gate`.',
			),
		accessible: z.boolean().optional().describe('true: without steps, for wheelchairs (barrierefrei).'),
		pets: z.boolean().optional().describe('true: pets may come along.'),
		power: z
			.enum(['mains', 'emergency', 'none', 'unknown'])
			.optional()
			.describe('Electric power: mains Netz · emergency Notstrom · none keiner · unknown unbekannt.'),
		utilities: keyed(z.enum(['available', 'limited', 'out', 'unknown']))
			.optional()
			.describe('Other supply by name: `water`, `heating`, `sewage`, `kitchen`, `internet`, `medical`. Keyed: each its own register.'),
		population: z.int().min(0).max(100_000_000).optional().describe('People whom it protects or serves.'),
		operator: Line.optional().describe('Who runs it.'),
		contact: Line.optional().describe('Whom to ask there, in words; a `contact` that is `about` it says more.'),
		phone: Phone.optional().describe('Telephone number there, as dialled.'),
		address: Line.optional().describe('Address in one line; the place itself is `geometry`.'),
		remark: Prose.optional().describe('Anything else, plain text.'),
		everyMs: z
			.int()
			.min(1)
			.optional()
			.describe('Expected distance of two reports of its device, milliseconds; three times that without one is stale (picture SPEC, P51).'),
	}),
	policies: {
		name: 'rank',
		type: 'rank',
		number: 'rank',
		gate: 'per-source',
		polder: 'rank',
		sill: 'rank',
		crest: 'rank',
		stage: 'rank',
		closeBy: 'newest',
		from: 'rank',
		to: 'rank',
		condition: 'rank',
		flow: 'rank',
		capacity: 'rank',
		occupied: 'newest',
		beds: 'keyed',
		state: 'rank',
		accessible: 'rank',
		pets: 'rank',
		power: 'rank',
		utilities: 'keyed',
		population: 'rank',
		operator: 'rank',
		contact: 'newest',
		phone: 'newest',
		address: 'rank',
		remark: 'newest',
		everyMs: 'newest',
		geometry: 'rank',
	},
})
