import type { Entry } from '@lagebild/model/entry.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { apply, headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { idAt, size } from '@lagebild/picture/read.ts'

import { FairQueue } from './fair-queue.ts'
import { noticeErased } from './folded.ts'
import type { Folded } from './folded.ts'
import { foldUpTo } from './past.ts'
import type { RunningOperation } from './running.ts'
import type { Slices } from './slices.ts'

/** Entries that are read in one go. */
const PAGE = 200
/** Pictures that stand where a film ended, for the part that follows it. */
const KEPT = 4
const MOST_WAITING = 8
const MOST_EACH = 4
/** A film is cut short at the next step once it holds so many rows. */
const MOST_ROWS = 30_000

/** From one moment of the record to a later one, told in steps. `whole`: all that was there at `from` first. */
export type FilmWish = { readonly from: Instant; readonly to: Instant; readonly everyMs: number; readonly whole: boolean }

/** What was another at `at` than a step before: rows in place of what had their id, and what was no longer there. */
export type FilmStep = {
	readonly at: Instant
	readonly put?: readonly Row[]
	readonly measured?: readonly MeasuredRow[]
	readonly gone?: readonly EntityId[]
	readonly goneMeasured?: readonly EntityId[]
}

/** `to`: how far it goes. */
export type Film = { readonly steps: readonly FilmStep[]; readonly to: Instant; readonly erased: Folded['erased'] }

/** What a reader may see of an entity of a picture of the past, by the present labels. */
export type Shows = (picture: Picture, index: number) => { readonly row: Row; readonly measured?: MeasuredRow } | undefined

type Reel = { readonly running: RunningOperation; readonly picture: Picture; readonly at: Instant; readonly erased: Folded['erased'] }

/** The record of an operation as rows that change (S8): what replays it folds nothing. One at a time and in slices, as pictures of the past are. */
export class Films {
	readonly #reels: Reel[] = []
	readonly #queue = new FairQueue({ most: MOST_WAITING, mostEach: MOST_EACH })
	readonly #slices: Slices

	constructor(slices: Slices) {
		this.#slices = slices
	}

	/** Undefined when too many wait already, or too many of this credential, and when another picture has taken over. */
	async take(running: RunningOperation, wish: FilmWish, { credential, shows }: Asker): Promise<Film | undefined> {
		return running.retired ? undefined : this.#queue.take(credential, () => this.#make(running, wish, shows))
	}

	/** Something was erased that these pictures may hold. */
	forget(running: RunningOperation): void {
		const left = this.#reels.filter((reel) => reel.running !== running)
		this.#reels.splice(0, this.#reels.length, ...left)
	}

	async #make(running: RunningOperation, wish: FilmWish, shows: Shows): Promise<Film> {
		const { picture, erased: before } = await this.#reelAt(running, wish.from)
		const making = new Making(picture, { wish, shows, erased: before })
		if (wish.whole) await this.#slices.run(making.all())
		const target = await running.journal.seqAt(wish.to)
		for (let next = headOf(picture) + 1; next <= target && !making.cut; next = headOf(picture) + 1) {
			const entries = await running.journal.read(seq(next), Math.min(PAGE, target - next + 1))
			if (entries.length === 0) break
			await this.#slices.run(making.apply(entries))
		}
		const film = await this.#slices.run(making.film())
		if (!running.retired && making.cut === undefined) this.#keep({ running, picture, at: film.to, erased: film.erased })
		return film
	}

	/** Nobody else has it from then on: it is changed in place. */
	async #reelAt(running: RunningOperation, from: Instant): Promise<Pick<Reel, 'picture' | 'erased'>> {
		const held = this.#reels.findIndex((reel) => reel.running === running && reel.at === from)
		const [reel] = held === -1 ? [] : this.#reels.splice(held, 1)
		return reel ?? foldUpTo(this.#slices, running, await running.journal.seqAt(from))
	}

	#keep(reel: Reel): void {
		this.#reels.unshift(reel)
		this.#reels.length = Math.min(this.#reels.length, KEPT)
	}
}

type Asker = { readonly credential: string; readonly shows: Shows }
type Touched = { state: boolean; measured: boolean }
type Beginning = { readonly wish: FilmWish; readonly shows: Shows; readonly erased: Folded['erased'] }

/** A film while it is made. */
class Making {
	readonly #picture: Picture
	readonly #wish: FilmWish
	readonly #shows: Shows
	readonly #steps: FilmStep[] = []
	readonly #touched = new Map<number, Touched>()
	#erased: Folded['erased']
	#until: number
	#rows = 0
	/** Where it was cut short. */
	cut: Instant | undefined

	constructor(picture: Picture, { wish, shows, erased }: Beginning) {
		this.#picture = picture
		this.#wish = wish
		this.#shows = shows
		this.#erased = erased
		this.#until = wish.from + wish.everyMs
	}

	*all(): Generator<undefined, undefined> {
		const put: Row[] = []
		const measured: MeasuredRow[] = []
		for (let index = 0; index < size(this.#picture); index++) {
			const shown = this.#shows(this.#picture, index)
			if (shown) put.push(shown.row)
			if (shown?.measured) measured.push(shown.measured)
			yield
		}
		this.#steps.push({ at: this.#wish.from, put, measured })
		return undefined
	}

	*apply(entries: readonly Entry[]): Generator<undefined, undefined> {
		for (const entry of entries) {
			if (entry.recorded > this.#until) yield* this.#step(entry.recorded)
			if (this.cut !== undefined) return undefined
			this.#erased = noticeErased(this.#erased, entry)
			for (const { index, state, measured } of apply(this.#picture, entry)) {
				const touched = this.#touched.get(index)
				this.#touched.set(index, { state: state || touched?.state === true, measured: measured || touched?.measured === true })
			}
			yield
		}
		return undefined
	}

	/** Ends the step that stands; the next one is that of the moment that is named. */
	*#step(next: Instant): Generator<undefined, undefined> {
		const at = instant(Math.min(this.#until, this.#wish.to))
		yield* this.#write(at)
		const { from, everyMs } = this.#wish
		this.#until = from + Math.ceil((next - from) / everyMs) * everyMs
		if (this.#rows > MOST_ROWS) this.cut = at
		return undefined
	}

	*#write(at: Instant): Generator<undefined, undefined> {
		const step: Lists = { put: [], measured: [], gone: [], goneMeasured: [] }
		for (const [index, { state, measured }] of this.#touched) {
			const shown = this.#shows(this.#picture, index)
			if (!shown) step.gone.push(idAt(this.#picture, index))
			else {
				if (state) step.put.push(shown.row)
				if (measured && shown.measured) step.measured.push(shown.measured)
				else if (measured) step.goneMeasured.push(shown.row.id)
			}
			yield
		}
		this.#rows += this.#touched.size
		this.#touched.clear()
		this.#steps.push({ at, ...filled(step) })
		return undefined
	}

	*film(): Generator<undefined, Film> {
		const to = this.cut ?? this.#wish.to
		if (this.cut === undefined) yield* this.#write(to)
		return { steps: this.#steps, to, erased: this.#erased }
	}
}

type Lists = { readonly put: Row[]; readonly measured: MeasuredRow[]; readonly gone: EntityId[]; readonly goneMeasured: EntityId[] }

function filled({ put, measured, gone, goneMeasured }: Lists): Omit<FilmStep, 'at'> {
	return {
		...(put.length > 0 && { put }),
		...(measured.length > 0 && { measured }),
		...(gone.length > 0 && { gone }),
		...(goneMeasured.length > 0 && { goneMeasured }),
	}
}
