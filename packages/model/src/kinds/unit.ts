import * as z from 'zod'

import { Fms, FmsOverlay } from '../fms.ts'
import { OptaText } from '../opta.ts'
import { StatedStrength } from '../strength.ts'
import { IsoTime } from '../time.ts'
import { keyed } from './keyed.ts'
import { defineKind } from './kind.ts'
import { Sign } from './sign.ts'
import { Line, Organisation, Phone, Prose } from './words.ts'

const Equipment = z.strictObject({
	count: z.int().min(0).max(100_000).describe('How many; 0 states that there is none any more.'),
	state: z.enum(['ready', 'in-use', 'defect']).optional().describe('Whether it can be used now.'),
	remark: Line.optional().describe('Anything else, one line.'),
})

const Supply = z.strictObject({
	amount: z.number().min(0).max(1e9).describe('How much is left, in `unit`.'),
	unit: Line.describe('Unit of the amount as people write it: `l`, `%`, `h`, `Portionen`.'),
	remark: Line.optional().describe('Anything else, one line.'),
})

/** Einheit, Fahrzeug, Trupp: own forces. Call sign, OPTA and ISSI are three different names and are never derived from each other. */
export const unit = defineKind({
	kind: 'unit',
	version: 1,
	lane: 'S',
	title: 'callsign',
	payload: z.strictObject({
		callsign: Line.describe('Call sign by radio (Funkrufname) in full: `Florian Hamburg 11/1`. Never derived from OPTA or ISSI.'),
		short: Line.optional().describe('Short form for the map, as the organisation writes it: `FL 11/1`.'),
		opta: OptaText.optional(),
		issi: z
			.string()
			.regex(/^\d{1,8}$/, 'must be 1 to 8 digits')
			.optional()
			.describe('Individual Short Subscriber Identity of the TETRA terminal: 1 to 8 digits.'),
		organisation: Organisation.describe('Organisation in the groups of the tactical signs (edition 2024); gives the colour.'),
		organisationName: Line.optional().describe(
			"The organisation's own name where the group says less: `DRK`, `ASB`, `DLRG`, `Johanniter`.",
		),
		type: Line.optional().describe("Type in the organisation's words: `HLF 20`, `FGr N`, `MzBoot`."),
		sign: Sign.optional(),
		strength: StatedStrength.optional().describe(
			'Strength (Stärke, FwDV 100) by its parts, or as it is written: `1/2/6/9`; a wrong total is refused.',
		),
		leader: Line.optional().describe('Who leads it (Einheitsführer).'),
		phone: Phone.optional().describe('Telephone number of the leader, as dialled.'),
		channel: Line.optional().describe('Talk group or channel on which it listens (Rufgruppe).'),
		fms: Fms.optional().describe(
			'Status of the Funkmeldesystem 1–4 or 6–9 (national assignment of 2017; 7, 8 and 9 vary by organisation).',
		),
		fmsText: Line.optional().describe('The status in the words of the system that sent it, when it sent any.'),
		overlay: FmsOverlay.nullable()
			.optional()
			.describe('5 Sprechwunsch or 0 priorisierter Sprechwunsch: lies over `fms` and never replaces it; `null` once answered.'),
		section: Line.nullable()
			.optional()
			.describe('Name or number of the section it belongs to, where no link `assigned-to` says so; the link goes first.'),
		since: IsoTime.nullable().optional().describe('Deployed since (Einsatzbeginn), ISO 8601 with an offset; for relief and rest times.'),
		equipment: keyed(Equipment)
			.optional()
			.describe('Equipment (Mittel, Geräte) by name: `Pumpe 5000 l/min`. Keyed: each name its own register.'),
		supplies: keyed(Supply)
			.optional()
			.describe('Supplies (Betriebsstoff, Verpflegung, Sandsäcke) by name. Keyed: each name its own register.'),
		station: Line.optional().describe('Home station (Standort), free text.'),
		remark: Prose.optional().describe('Anything else, plain text.'),
		everyMs: z
			.int()
			.min(1)
			.optional()
			.describe('Expected distance of two reports of its device, milliseconds; three times that without one is stale (picture SPEC, P51).'),
	}),
	policies: {
		callsign: 'rank',
		short: 'rank',
		opta: 'rank',
		issi: 'rank',
		organisation: 'rank',
		organisationName: 'rank',
		type: 'rank',
		sign: 'rank',
		strength: 'newest',
		leader: 'newest',
		phone: 'newest',
		channel: 'newest',
		fms: 'newest',
		fmsText: 'newest',
		overlay: 'newest',
		section: 'newest',
		since: 'newest',
		equipment: 'keyed',
		supplies: 'keyed',
		station: 'newest',
		remark: 'newest',
		everyMs: 'newest',
		geometry: 'newest',
	},
})
