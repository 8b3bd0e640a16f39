import { Status } from '@lagebild/model/event.ts'
import { GeometrySource } from '@lagebild/model/geo.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import { Confidence } from '@lagebild/model/kinds/words.ts'
import { Level } from '@lagebild/model/label.ts'
import * as z from 'zod'

import { UNITS } from './units.ts'

/** `feed` is the health of a source and `task` an order between people: neither comes out of a foreign document. */
export const MAPPED_KINDS = KINDS.filter((kind) => kind !== 'feed' && kind !== 'task')

const Expression = z.string().trim().min(1).max(2_000)
const Field = z.string().min(1).max(64)
const Unit = z.enum(UNITS)

const expression = (text: string) => Expression.describe(`${text} JSONata.`)

/** Where the value of one field comes from. */
export const FieldSource = z.union([
	Expression.describe('JSONata over the item.'),
	z.strictObject({ value: z.json().describe('The same for every item.') }),
	z.strictObject({
		from: expression('Where it stands.'),
		words: z
			.record(z.string().max(200), z.json())
			.optional()
			.describe('Word of the source → our word. A word that is not here is told and left out, unless "*" says what any other means.'),
		default: z.json().optional().describe('What it is when the source leaves it out, as some leave out what is false or zero.'),
		unit: Unit.optional().describe('Unit in which the source gives it.'),
		as: Unit.optional().describe('Unit of the field; together with `unit`.'),
		html: z.boolean().optional().describe('true: the source gives HTML; tags are taken out.'),
	}),
])
export type FieldSource = z.infer<typeof FieldSource>

const placeMore = {
	source: GeometrySource.optional().describe('How the place came about; absent: given.'),
	accuracyMetres: expression('Radius in metres within which it is right.').optional(),
}

/** One way in which a document says where something is. */
export const PlaceSource = z.union([
	z.strictObject({ lat: expression('Latitude, degrees WGS 84.'), lng: expression('Longitude, degrees WGS 84.'), ...placeMore }),
	z.strictObject({ lngLat: expression('Array or text of longitude and latitude, in this order.'), ...placeMore }),
	z.strictObject({ latLng: expression('Array or text of latitude and longitude, in this order.'), ...placeMore }),
	z.strictObject({ geojson: expression('Geometry of GeoJSON.'), ...placeMore }),
	z.strictObject({ text: expression('Text as people write places: "53.54, 9.98", or UTMREF (MGRS) "32U NE 657 339".'), ...placeMore }),
	z.strictObject({
		utm: z.strictObject({
			zone: z
				.string()
				.regex(/^(?:[1-9]|[1-5]\d|60)[NS]$/, 'must be a zone with its hemisphere, such as 32N')
				.describe('Zone and hemisphere, such as 32N (EPSG:25832, EPSG:32632).'),
			easting: expression('Metres.'),
			northing: expression('Metres.'),
		}),
		...placeMore,
	}),
])
export type PlaceSource = z.infer<typeof PlaceSource>

/** One measured series. Each is a sensor of its own, `sensor:feed:id/property`. */
export const ValueSource = z.strictObject({
	property: Field.regex(/^[^\s/]+$/, 'must be a short name without blanks and slashes').describe(
		'Short name of what is measured, such as W or battery; a part of the id.',
	),
	name: FieldSource.optional().describe('Name of the sensor for people; absent: the `name` of `fields`, else the id.'),
	from: expression('The value.'),
	unit: z.string().min(1).max(60).describe('Unit of the value as it comes.'),
	as: Unit.optional().describe('Unit into which it is converted; absent: as it comes.'),
	observed: expression('When it was measured; absent: `times.observed`.').optional(),
	quality: expression('Mark of its quality.').optional(),
	missing: z.array(z.number()).max(20).optional().describe('Values by which the source says that it has none, such as -999.'),
	everySeconds: z.number().min(1).max(31_536_000).optional().describe('Expected distance of two values.'),
	optional: z.boolean().optional().describe('true: an item that does not name it has no such sensor; absent: it has one that is silent.'),
})
export type ValueSource = z.infer<typeof ValueSource>

export const Mapping = z.strictObject({
	$schema: z.string().max(300).optional().describe('Address of this schema, for editors.'),
	name: z.string().min(1).max(120).optional().describe('What it maps, for people.'),
	source: z.string().min(1).max(500).optional().describe('Standard or page that says what the source means.'),
	input: z.enum(['json', 'xml', 'csv']).default('json').describe('What the document is.'),
	items: expression('The items in the document; absent: the document, or each entry when it is an array.').optional(),
	where: expression('Items for which this is not true are left out.').optional(),
	kind: z.enum(MAPPED_KINDS).describe('What the items are (docs/kinds.md).'),
	id: expression('What identifies an item at its source, for ever.'),
	same: expression(
		'Other ids under which the source knows the same thing, text or list: what is shown under one of them counts as this.',
	).optional(),
	version: expression('Number or time that grows with each new statement of the source about an item.').optional(),
	mode: z
		.enum(['full', 'delta'])
		.describe('full: the document lists everything that is there, what is missing has ended. delta: absence means nothing.'),
	end: z
		.strictObject({
			ended: expression('True: it is over in the normal course of things.').optional(),
			cancelled: expression('True: its source takes it back.').optional(),
			afterMinutes: z.number().min(1).max(5_256_000).optional().describe('It holds so long from the time that it was observed.'),
		})
		.optional()
		.describe('How things end beside absence.'),
	status: z
		.strictObject({ from: Expression, words: z.record(z.string().max(200), Status) })
		.optional()
		.describe('Whether the source speaks of an exercise or a test. A word that is not here is refused: a test must not pass as real.'),
	place: z
		.union([PlaceSource, z.array(PlaceSource).min(1).max(8)])
		.optional()
		.describe('Where it is; of several the first that says something.'),
	within: z
		.tuple([z.number(), z.number(), z.number(), z.number()])
		.optional()
		.describe('West, south, east, north in degrees: places outside are not believed. Finds swapped latitude and longitude.'),
	course: expression('Degrees true; of units and tracks.').optional(),
	speed: FieldSource.optional().describe('Metres per second, or with `unit` and `as: "m/s"`; of units and tracks.'),
	times: z
		.strictObject({
			observed: expression('When it was seen or measured: what is newer wins by it.').optional(),
			occurred: expression('When it happened.').optional(),
			sent: expression('When the source sent it.').optional(),
			from: expression('Holds from.').optional(),
			until: expression('Holds until.').optional(),
		})
		.optional()
		.describe('ISO 8601, seconds or milliseconds since 1970, RFC 5322, and with `timeZone` also local times without an offset.'),
	timeZone: z.string().max(60).optional().describe('IANA time zone of times without an offset, such as Europe/Berlin.'),
	fields: z.record(Field, FieldSource).default({}).describe('Field of the kind → where it comes from.'),
	values: z.array(ValueSource).max(50).default([]).describe('Measured series of each item.'),
	confidence: Confidence.optional().describe('How sure what the source says is; absent: nobody says.'),
	label: Level.optional().describe('Who may see it; absent: as the hub says.'),
	url: expression('Where a person can look it up.').optional(),
	everySeconds: z.number().min(1).max(86_400).default(60).describe('Expected distance of two documents.'),
})
export type Mapping = z.infer<typeof Mapping>

/** JSON Schema of a mapping file, for editors: name it in the file's `$schema`. */
export function mappingJsonSchema(): Readonly<Record<string, unknown>> {
	return { ...z.toJSONSchema(Mapping, { io: 'input' }), title: 'mapping of a foreign document' }
}
