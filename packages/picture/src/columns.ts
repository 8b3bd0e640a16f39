import { count, finite, finiteOrNull, item, list, part, place, text, textOrNull, time } from './shape.ts'
import type { Said, Speaker } from './stamp.ts'
import type { Observation } from './state.ts'
import type { Words } from './words.ts'

/**
 * Columns of a snapshot: statements and observations, of which there are most. JSON reads a few long lists several times as fast as a long list
 * of short ones. What few have is named by place.
 */
export function saidOut(said: readonly Said[], numberOf: (speaker: Speaker) => number): unknown {
	return {
		at: said.map(({ at }) => at),
		n: said.map(({ n }) => n),
		received: said.map(({ received }) => received),
		id: said.map(({ id }) => id),
		seq: said.map(({ seq }) => seq),
		by: said.map(({ by }) => numberOf(by)),
		withdrawn: said.flatMap(({ withdrawn }, i) => (withdrawn ? [i] : [])),
		claimed: said.flatMap(({ claimed }, i) => (claimed === undefined ? [] : [[i, claimed]])),
		far: said.flatMap(({ far }, i) => (far ? [i] : [])),
	}
}

const NOTHING_KEYED: readonly string[] = []

/** What they say of fields is told by the slots. */
export function saidIn(value: unknown, speakers: readonly Speaker[]): readonly Words[] {
	const [at, n, received] = [list(part(value, 'at')), list(part(value, 'n')), list(part(value, 'received'))]
	const [id, seq, by] = [list(part(value, 'id')), list(part(value, 'seq')), list(part(value, 'by'))]
	const said = at.map((instant, i): Words => ({
		id: text(id[i]),
		at: time(instant),
		n: count(n[i]),
		received: time(received[i]),
		seq: place(seq[i]),
		by: item(speakers, by[i]),
		withdrawn: false,
		payload: undefined,
		geometry: undefined,
		named: undefined,
		keyed: NOTHING_KEYED,
		older: undefined,
	}))
	for (const i of list(part(value, 'withdrawn'))) item(said, i).withdrawn = true
	for (const pair of list(part(value, 'claimed'))) {
		const [i, claimed] = list(pair)
		said[count(i)] = { ...item(said, i), claimed: time(claimed) }
	}
	for (const i of list(part(value, 'far'))) said[count(i)] = { ...item(said, i), far: true }
	return said
}

export function seriesOut(kept: readonly Observation[]): unknown {
	return {
		at: kept.map(({ at }) => at),
		n: kept.map(({ n }) => n),
		received: kept.map(({ received }) => received),
		seq: kept.map(({ seq }) => seq),
		ord: kept.map(({ ord }) => ord),
		value: kept.map(({ value }) => value),
		...(kept.some(({ quality }) => quality !== null) && { quality: kept.map(({ quality }) => quality) }),
	}
}

export function seriesIn(columns: unknown, source: string): Observation[] {
	const [at, n, received] = [list(part(columns, 'at')), list(part(columns, 'n')), list(part(columns, 'received'))]
	const [seq, ord, value] = [list(part(columns, 'seq')), list(part(columns, 'ord')), list(part(columns, 'value'))]
	const quality = list(part(columns, 'quality') ?? [])
	return at.map((instant, i) => ({
		at: time(instant),
		n: count(n[i]),
		received: time(received[i]),
		seq: place(seq[i]),
		ord: finite(ord[i]),
		source,
		value: finiteOrNull(value[i]),
		quality: textOrNull(quality[i] ?? null),
	}))
}
