import * as z from 'zod'

import { Line } from './kinds/words.ts'

/** Source under which every import of master data speaks; no key, person or feed may take it. */
export const MASTER_DATA_SOURCE = 'stammdaten'

/** The lists that can be brought in. Call signs, OPTA and ISSI come with the units. */
export const MASTER_DATA_LISTS = ['units', 'sections', 'shelters', 'gates', 'dike-sections', 'contacts'] as const
export const MasterDataList = z.enum(MASTER_DATA_LISTS)
export type MasterDataList = z.infer<typeof MasterDataList>

/** Bytes of one file, and rows of one import. */
export const MAX_MASTER_DATA_BYTES = 5_000_000
export const MAX_MASTER_DATA_ROWS = 20_000

const Name = z.string().min(1).max(300)

/** Where a field of the list comes from: a column of the file by its name, or one word for all rows. */
export const MappedFrom = z.union([Name, z.strictObject({ constant: Name })])
export type MappedFrom = z.infer<typeof MappedFrom>

/** `key`: columns that together tell two rows apart; absent: as the list has it. */
export const MasterDataMapping = z.strictObject({
	list: MasterDataList,
	columns: z.record(z.string().max(40), MappedFrom),
	key: z.array(Name).min(1).max(4).optional(),
})
export type MasterDataMapping = z.infer<typeof MasterDataMapping>

/** It is written into a diary and shown beside every row that came from it. */
export const FileName = Line.max(200)

/** Body of a JSON import. `csv` is text, `csvBase64` the bytes of the file as they are, in any of the known encodings. */
export const MasterDataRequest = z
	.strictObject({
		list: MasterDataList,
		mapping: MasterDataMapping.optional(),
		csv: z.string().optional(),
		csvBase64: z.base64().optional(),
		/** Name of the file, for those who look up where a row came from. */
		file: FileName.optional(),
		/** End what earlier imports brought and this file no longer names. */
		endMissing: z.boolean().default(false),
		/** Said a second time, when more than half would end. */
		confirmMissing: z.boolean().default(false),
	})
	.refine(({ csv, csvBase64 }) => (csv === undefined) !== (csvBase64 === undefined), 'either "csv" or "csvBase64"')
	.refine(({ list, mapping }) => mapping === undefined || mapping.list === list, {
		error: 'the mapping is for another list',
		path: ['mapping'],
	})
export type MasterDataRequest = z.infer<typeof MasterDataRequest>

/** Why a row was refused: a code with what a translation puts in, and the column and value that are meant. */
const RowFault = z.object({
	reason: z.string(),
	column: z.string().optional(),
	field: z.string().optional(),
	value: z.string().optional(),
	values: z.record(z.string(), z.union([z.string(), z.number()])),
	/** The reason in German and English, for reports. */
	text: z.object({ de: z.string(), en: z.string() }),
})
export type RowFault = z.infer<typeof RowFault>

/** One field that the file says otherwise than earlier imports did. */
const FieldChange = z.object({
	field: z.string(),
	before: z.unknown().optional(),
	after: z.unknown().optional(),
	/** Somebody else's word that goes on showing: `beside` the import is a conflict, `held` the import does not say it at all. */
	stands: z.object({ value: z.unknown(), name: z.string(), at: z.number(), how: z.enum(['beside', 'held']) }).optional(),
})
export type FieldChange = z.infer<typeof FieldChange>

export const ROW_STATES = ['new', 'changed', 'unchanged', 'refused'] as const
export type RowState = (typeof ROW_STATES)[number]

const Reporting = z.object({
	/** Where they are seen together. */
	operation: z.string(),
	by: z.enum(['callsign', 'opta', 'issi', 'said']),
	/** Several could be meant, so that all of them count. */
	unsure: z.literal(true).optional(),
	units: z.array(z.object({ entity: z.string(), title: z.string() })),
})
/** A unit that reports under the name of one of the list: they count and are shown as one (picture SPEC, P80). */
export type Reporting = z.infer<typeof Reporting>

const ReportRow = z.object({
	/** Line of the file on which the row begins, from 1. */
	line: z.number(),
	state: z.enum(ROW_STATES),
	entity: z.string().optional(),
	title: z.string().optional(),
	changes: z.array(FieldChange).optional(),
	faults: z.array(RowFault).optional(),
	reporting: z.array(Reporting).optional(),
})
export type ReportRow = z.infer<typeof ReportRow>

const ReportField = z.object({ field: z.string(), required: z.boolean(), from: MappedFrom.optional() })

/** What an import would do or did. */
export const MasterDataReport = z.object({
	operation: z.string(),
	list: MasterDataList,
	dryRun: z.boolean(),
	file: z.string().optional(),
	charset: z.string(),
	delimiter: z.string(),
	/** Line of the header, from 1. */
	headerLine: z.number(),
	columns: z.array(z.object({ name: z.string(), samples: z.array(z.string()) })),
	/** Names that the header says more than once; `columns` numbers them, and the first is taken unless the mapping says otherwise. */
	doubled: z.array(z.string()).default([]),
	fields: z.array(ReportField),
	mapping: MasterDataMapping,
	/** Columns that tell two rows apart. */
	key: z.array(z.string()),
	/** Required fields that no column gives: nothing was read. */
	unmapped: z.array(z.string()),
	rows: z.array(ReportRow),
	/** What earlier imports of this list brought and the file no longer names. */
	missing: z.array(z.object({ entity: z.string(), title: z.string() })),
	/** More than half of what is there would end; that needs a second confirmation. */
	mostMissing: z.boolean(),
	counts: z.object({
		new: z.number(),
		changed: z.number(),
		unchanged: z.number(),
		refused: z.number(),
		missing: z.number(),
		ended: z.number(),
		/** Rows in which somebody else's word goes on showing. */
		stands: z.number(),
		/** Units that report already under a name of the list, and those of which nobody can say which. */
		reporting: z.number(),
		unsure: z.number(),
	}),
	/** The refused lines as they were with the reason behind them, to mend and to bring in again; absent when there are none. */
	refusedCsv: z.string().optional(),
	/** Diary entry that says who brought in what. */
	record: z.string().optional(),
})
export type MasterDataReport = z.infer<typeof MasterDataReport>
