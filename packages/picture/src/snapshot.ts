import { saidOut, seriesOut } from './columns.ts'
import { numbersOf } from './fixes.ts'
import type { Picture } from './picture.ts'
import { KIND_VERSIONS, restoring, SNAPSHOT_VERSION } from './restore.ts'
import { observationsOf } from './series.ts'
import type { Said, Speaker } from './stamp.ts'
import { chained, slotsOf } from './state.ts'
import type { CurveRegister, Entity, RosterRegister, Slot, Taken } from './state.ts'
import type { Words } from './words.ts'

/** Statements and speakers are written once and named by number. */
type Tables = {
	readonly said: Said[]
	readonly saidAt: Map<Said, number>
	readonly speakers: Speaker[]
	readonly speakerAt: Map<Speaker, number>
}

/** Everything that the fold needs to go on, as JSON can hold it. Rows are not in it: they follow, but for their versions. */
export function snapshotOf(picture: Picture): unknown {
	const tables: Tables = { said: [], saidAt: new Map(), speakers: [], speakerAt: new Map() }
	const entities = picture.entities.map((entity) => entityOut(tables, entity))
	const rosters = [...picture.rosters].map(([source, lists]) => [source, lists.map((list) => rosterOut(tables, list))])
	return {
		version: SNAPSHOT_VERSION,
		kinds: KIND_VERSIONS,
		head: picture.head,
		entities,
		rosters,
		withdrawnRosters: [...picture.withdrawnRosters],
		said: saidOut(tables.said, (speaker) => speakerNumber(tables, speaker)),
		speakers: tables.speakers.map(({ source, rank, name }) => [source, rank, name]),
	}
}

/** P38: folds on exactly like the picture that the snapshot was taken of. Throws when the shape is not the one written above. */
export function restorePicture(snapshot: unknown): Picture {
	const pieces = restoring(snapshot)
	for (;;) {
		const { done, value } = pieces.next()
		if (done) return value
	}
}

/** The same, in pieces of some milliseconds. */
export function restorePieces(snapshot: unknown): Generator<undefined, Picture> {
	return restoring(snapshot)
}

function numberOf(tables: Tables, said: Said): number {
	const known = tables.saidAt.get(said)
	if (known !== undefined) return known
	const number = tables.said.length
	tables.said.push(said)
	tables.saidAt.set(said, number)
	return number
}

function speakerNumber(tables: Tables, speaker: Speaker): number {
	const known = tables.speakerAt.get(speaker)
	if (known !== undefined) return known
	const number = tables.speakers.length
	tables.speakers.push(speaker)
	tables.speakerAt.set(speaker, number)
	return number
}

function entityOut(tables: Tables, entity: Entity): unknown {
	const { id, created, label, links, measured, v, measuredV } = entity
	const { classified, number, listed } = entity.seldom
	return {
		id,
		slots: slotsOf(entity).map((slot) => slotOut(tables, slot)),
		created: created && [created, label],
		classified: classified && [classified.seq, classified.label],
		number,
		links: links && linksOut(tables, entity),
		measured: measured && measuredOut(measured),
		listed: listed && [listed.selection, numberOf(tables, listed.said)],
		versions: [v, measuredV],
	}
}

/** Both ends hold a link; it is written with the one that stated it. */
function linksOut(tables: Tables, { id, links }: Entity): unknown {
	const own = [...(links?.byPair.values() ?? [])].filter(({ from }) => from === id)
	return own.map(({ rel, to, removed, said }) => [rel, to, removed, numberOf(tables, said)])
}

function slotOut(tables: Tables, { source, reset, end, heard, words, spilled, withdrawn }: Slot): unknown {
	return {
		source,
		reset: reset && numberOf(tables, reset),
		end: end && [end.life, numberOf(tables, end.said)],
		heard: heard && numberOf(tables, heard),
		words: words && wordsOut(tables, words),
		spilled: spilled && [...spilled].flatMap(([name, { value, said }]) => [name, value ?? null, numberOf(tables, said)]),
		withdrawn: withdrawn && [...withdrawn],
	}
}

/** The newest first. */
function wordsOut(tables: Tables, newest: Words): unknown {
	const out: unknown[] = []
	for (let words: Words | undefined = newest; words; words = words.older) {
		const { payload, geometry, named } = words
		out.push({ said: numberOf(tables, words), payload, geometry, named })
	}
	return out
}

function takenOut({ at, n, received, seq, ord, source }: Taken): unknown[] {
	return [at, n, received, seq, ord, source]
}

function measuredOut({ track, clocked, recorded, series, curves }: NonNullable<Entity['measured']>): unknown {
	return {
		tracks: chained(track).map((each) => [each.source, numbersOf(each)]),
		clocked: clocked && [...clocked.values()].map((each) => [...takenOut(each), each.claimed]),
		recorded: recorded && [...takenOut(recorded), recorded.lat, recorded.lng, recorded.fms],
		series: chained(series).map((each) => [each.source, seriesOut(observationsOf(each))]),
		curves: [...curves.values()].map(curveOut),
	}
}

function curveOut(register: CurveRegister): unknown {
	return [...takenOut(register), register.curve]
}

function rosterOut(tables: Tables, { selection, streak, apart, said, items }: RosterRegister): unknown {
	return [selection, streak, apart, numberOf(tables, said), [...items].map(({ index }) => index)]
}
