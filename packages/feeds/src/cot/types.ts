/**
 * What a type of CoT stands for here.
 * - `unit`, `track`: things whose place is a measurement.
 * - `marker`, `route`, `shape`: areas of role `sketch`.
 * - `protocol`: talk between programs, which says nothing about the world.
 */
export type Meaning = 'unit' | 'track' | 'marker' | 'route' | 'shape' | 'chat' | 'emergency' | 'casualty' | 'delete' | 'protocol'

export type TypeRow = {
	/** Begin of the type, in whole words. The first row that fits counts. */
	readonly type: string
	/** Absent: not mapped, and told as a reject. */
	readonly meaning?: Meaning
	readonly words: string
}

/** The table of the README. */
export const TYPE_TABLE: readonly TypeRow[] = [
	{ type: 'a-f', meaning: 'unit', words: 'friendly: own forces' },
	{ type: 'a-a', meaning: 'unit', words: 'assumed friendly' },
	{ type: 'a', meaning: 'track', words: 'any other affiliation: unknown, neutral, suspect, hostile, pending, joker, faker, none' },
	{ type: 'b-t-f-d', meaning: 'protocol', words: 'chat was delivered' },
	{ type: 'b-t-f-r', meaning: 'protocol', words: 'chat was read' },
	{ type: 'b-t-f-p', meaning: 'protocol', words: 'chat is pending' },
	{ type: 'b-t-f-s', meaning: 'protocol', words: 'chat could not be delivered' },
	{ type: 'b-t-f', meaning: 'chat', words: 'GeoChat' },
	{ type: 'b-a-o', meaning: 'emergency', words: 'emergency: -tbl 911, -pan ring the bell, -opn in contact, -can cancel' },
	{ type: 'b-a-g', meaning: 'emergency', words: 'a geofence was crossed' },
	{ type: 'b-r-f-h-c', meaning: 'casualty', words: 'request for casualty evacuation' },
	{ type: 'b-m-r', meaning: 'route', words: 'route' },
	{ type: 'b-m-p', meaning: 'marker', words: 'point: spot, waypoint, checkpoint, goto, sensor point of interest' },
	{ type: 'b-i-x-i', meaning: 'marker', words: 'picture with a place; the picture itself is not transported' },
	{ type: 'u-d', meaning: 'shape', words: 'drawing: -f free form, -r rectangle, -c-c circle, -c-e ellipse, -v vehicle, -p point' },
	{ type: 'u-rb-a', meaning: 'shape', words: 'range and bearing line' },
	{ type: 'u-r-b', meaning: 'shape', words: 'range and bearing circle, bullseye' },
	{ type: 't-x-d-d', meaning: 'delete', words: 'delete what `link` names' },
	{ type: 't-x-c-t', meaning: 'protocol', words: 'ping and its answer' },
	{ type: 't-x-c-m', meaning: 'protocol', words: 'metrics of the device' },
	{ type: 't-x-takp', meaning: 'protocol', words: 'negotiation of the version' },
	{ type: 't-x-m', words: 'data synchronisation: missions of a TAK server' },
	{ type: 't', words: 'tasking' },
	{ type: 'b-i-v', words: 'video' },
	{ type: 'b-f-t', words: 'file transfer' },
	{ type: 'b-d', words: 'detection by a sensor' },
	{ type: 'b-l', words: 'alarm of a system' },
	{ type: 'b-w', words: 'weather' },
	{ type: 'b-x', words: 'style sheets and other accessories' },
	{ type: 'c', words: 'capability' },
	{ type: 'r', words: 'reservation' },
	{ type: 'y', words: 'reply to a tasking' },
]

const ROWS = TYPE_TABLE.map((row) => ({ ...row, dashed: `${row.type}-` }))

/** Undefined: this type means nothing here. */
export function meaningOf(type: string): Meaning | undefined {
	return ROWS.find((row) => type === row.type || type.startsWith(row.dashed))?.meaning
}
