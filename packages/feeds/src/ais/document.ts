import type { Submission } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { MAX_MEASUREMENTS } from '@lagebild/model/measurement.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { iso } from '@lagebild/model/time.ts'

import type { Parsed, Reception, Reject } from '../adapter.ts'
import type { Unnamed } from '../ids.ts'
import { checked, unique } from '../parsed.ts'
import { rawOf } from '../text.ts'
import type { AisFault, AisFix, AisMessage } from './message.ts'
import type { AisOptions } from './options.ts'
import { introduction, statementsOf, trackOf } from './say.ts'
import type { Said } from './say.ts'

/** A message with the time at which it was heard, as far as anything but our own clock says so. */
export type Heard = { readonly message: AisMessage; readonly heard: number | undefined; readonly raw: string }

/** `until`: the latest time at which the same was said without a break. */
type Change = { readonly at: number | undefined; until: number | undefined; readonly said: Said; readonly raw: string }
type Row = AisFix & { readonly entity: EntityId; readonly at: number }

/** So many refused items of one document are told; one damaged file is one trouble. */
const MOST_REJECTS = 1_000

/** Everything that one document says, without what it says twice. */
export class AisDocument {
	readonly #feed: string
	readonly #received: number
	readonly #options: AisOptions
	readonly #introductions = new Map<string, Unnamed>()
	readonly #changes = new Map<string, Change[]>()
	/** Of each ship one position in a span of time: the newest, and of those of one time the last. */
	readonly #rows = new Map<string, Row>()
	readonly #rejects: Reject[] = []
	readonly #unused = new Map<string, number>()

	constructor({ feed, received }: Reception, options: AisOptions) {
		this.#feed = feed
		this.#received = received
		this.#options = options
	}

	refuse(fault: AisFault, raw: string): void {
		if (this.#rejects.length < MOST_REJECTS) this.#rejects.push({ ...fault, raw: rawOf(raw) })
	}

	/** Nothing is wrong with it, and nothing of it is taken in. */
	pass(what: string): void {
		if (this.#unused.size < 100 || this.#unused.has(what)) this.#unused.set(what, (this.#unused.get(what) ?? 0) + 1)
	}

	take({ message, heard, raw }: Heard): void {
		const { mmsi, fix, badPlace } = message
		const own = this.#options.units[mmsi]
		if (badPlace) this.refuse(badPlace, raw)
		if (fix) this.#place({ ...fix, entity: own ?? trackOf(this.#feed, mmsi), at: timeOf(message, heard ?? this.#received) })
		if (own !== undefined) return
		if (!this.#introductions.has(mmsi)) this.#introductions.set(mmsi, introduction(this.#feed, mmsi))
		const at = heard === undefined ? message.at : timeOf(message, heard)
		for (const said of statementsOf(message, { feed: this.#feed, options: this.#options, at })) this.#change({ at, until: at, said, raw })
	}

	#place(row: Row): void {
		const key = `${row.entity} ${Math.floor(row.at / (this.#options.thinSeconds * 1_000))}`
		const before = this.#rows.get(key)
		if (!before || before.at <= row.at) this.#rows.set(key, row)
	}

	/** In the order of arrival most changes are none. */
	#change(change: Change): void {
		const { slot, statement } = change.said
		const key = `${statement.entity} ${slot}`
		const changes = this.#changes.get(key) ?? []
		const last = changes.at(-1)
		if (last && contentOf(last) === contentOf(change) && isLater(change, last)) {
			last.until = change.at
			return
		}
		changes.push(change)
		this.#changes.set(key, changes)
	}

	parsed(): Parsed {
		const statements = [...this.#changes.values()].flatMap(changesOf)
		const results = [
			...[...this.#introductions.values()].map((statement) => checked(this.#feed, statement, statement)),
			...statements.map(({ said, raw }) => checked(this.#feed, said.statement, raw)),
		]
		const events: readonly Submission[] = results.flatMap((result) => ('event' in result ? [result.event] : []))
		const refused = results.flatMap((result) => ('reject' in result ? [result.reject] : []))
		return {
			events: unique(events),
			measurements: positionsOf([...this.#rows.values()].toSorted((a, b) => a.at - b.at)),
			rejects: [...this.#rejects, ...refused],
			followUps: [],
			...(this.#unused.size > 0 && { unused: Object.fromEntries(this.#unused) }),
		}
	}
}

function isLater(change: Change, { until }: Change): boolean {
	return change.at === undefined ? until === undefined : until !== undefined && change.at >= until
}

function contentOf({ said: { statement } }: Change): string {
	return statement.op === 'upsert' || statement.op === 'patch'
		? JSON.stringify([statement.entity, statement.payload, statement.geometry])
		: ''
}

/** By their own times, each time that something changes; what has no time holds now, and only the last of it. */
function changesOf(changes: readonly Change[]): readonly Change[] {
	const timed = changes.flatMap(timesOf)
	const sorted = timed.toSorted((a, b) => a.at - b.at || (contentOf(a) < contentOf(b) ? -1 : 1))
	const kept = sorted.filter((change, i) => {
		const before = sorted[i - 1]
		return !before || contentOf(before) !== contentOf(change)
	})
	const untimed = changes.findLast(({ at }) => at === undefined)
	return untimed ? [...kept, untimed] : kept
}

type Timed = Change & { readonly at: number }

/** When it was said first and last: in between something else may have been said that came later. */
function timesOf(change: Change): readonly Timed[] {
	const { at, until } = change
	if (at === undefined || until === undefined) return []
	return at === until ? [{ ...change, at }] : [{ ...change, at }, endOf(change, until)]
}

function endOf({ said, raw }: Change, at: number): Timed {
	const { slot, statement } = said
	return { at, until: at, said: { slot, statement: { ...statement, times: { observed: iso(at) } } }, raw }
}

const MINUTE = 60_000

/** The UTC second of a message in the minute that lies nearest to when it was heard. */
function timeOf({ at, second }: AisMessage, heard: number): number {
	if (at !== undefined) return at
	if (second === undefined) return heard
	const same = Math.floor(heard / MINUTE) * MINUTE + second * 1_000
	const [nearest = same] = [same - MINUTE, same, same + MINUTE].toSorted((a, b) => Math.abs(a - heard) - Math.abs(b - heard))
	return Math.max(0, nearest)
}

function positionsOf(rows: readonly Row[]): readonly Measurements[] {
	const batches: Measurements[] = []
	for (let from = 0; from < rows.length; from += MAX_MEASUREMENTS) {
		const part = rows.slice(from, from + MAX_MEASUREMENTS)
		batches.push({
			positions: {
				entity: part.map(({ entity }) => entity),
				observed: part.map(({ at }) => iso(at)),
				lat: part.map(({ lat }) => lat),
				lng: part.map(({ lng }) => lng),
				course: part.map(({ course }) => course),
				speed: part.map(({ speed }) => speed),
				accuracy: part.map(({ accuracy }) => accuracy),
			},
		})
	}
	return batches
}
