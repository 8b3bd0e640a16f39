import type { EntityId, OperationId } from '@lagebild/model/ids.ts'

import { freshContent } from '../state/content.ts'
import type { Content, Replay, Speed, Thing } from '../state/facts.ts'
import { mergeInto } from '../state/merge.ts'
import type { Part } from '../state/merge.ts'
import type { Film, FilmWish } from './film.ts'
import { Reel } from './reel.ts'

/** So often the picture moves while it plays; at 60 times that is 15 s of the record. */
export const FRAME_MS = 250
/** So much of showing lies ready, and so much is fetched at a time. */
const AHEAD_MS = 8_000
const PART_MS = 16_000

export type Shown = Partial<Replay> & { readonly content?: Content; readonly now?: number }

type Around = {
	/** The operation on the screen, then its bases. */
	readonly ids: readonly OperationId[]
	readonly fetch: (wish: FilmWish) => Promise<Film | undefined>
	readonly show: (shown: Shown) => void
	/** Nothing is known of what comes after. */
	readonly liveNow: () => number
	readonly policy: NonNullable<Part['policy']>
}

/** Replays the record: the rows of a moment, and then what changed, fetched before it is needed. */
export class Player {
	readonly #around: Around
	#reels: readonly Reel[] = []
	#things = new Map<EntityId, Thing>()
	#at: number
	#speed: Speed = 10
	#playing = false
	#ready = false
	#thinnedUntil: number | undefined
	/** What was asked for before the last jump comes too late. */
	#turn = 0

	constructor(around: Around, at: number) {
		this.#around = around
		this.#at = at
	}

	get at(): number {
		return this.#at
	}

	/** Loads what was known at a time; until it is there, the picture before it stays with its own time. What lies ready anyway is gone through. */
	async seek(wanted: number): Promise<void> {
		const at = Math.min(wanted, this.#around.liveNow())
		if (this.#ready && at >= this.#at && at <= this.#readyTo()) return this.#moveTo(at)
		const turn = ++this.#turn
		this.#ready = false
		this.#at = at
		this.#around.show({ state: 'loading' })
		const films = await Promise.all(
			this.#around.ids.map((operation) => this.#around.fetch({ operation, from: at, to: at, everyMs: FRAME_MS, whole: true })),
		)
		if (turn !== this.#turn) return
		const whole = films.filter((film) => film !== undefined)
		if (whole.length < films.length) return this.#around.show({ state: 'failed', playing: this.#pause() })
		this.#begin(whole)
	}

	play(playing: boolean): void {
		this.#playing = playing
		this.#around.show({ playing })
		this.#prefetch()
	}

	setSpeed(speed: Speed): void {
		this.#speed = speed
		this.#around.show({ speed })
		this.#prefetch()
	}

	/** Called every `FRAME_MS`. */
	tick(elapsedMs: number): void {
		if (!this.#playing || !this.#ready) return
		const live = this.#around.liveNow()
		const wanted = this.#at + elapsedMs * this.#speed
		this.#moveTo(Math.min(wanted, this.#readyTo(), live))
		const waits = wanted > this.#readyTo() && wanted < live
		this.#around.show({ state: waits ? 'loading' : 'ready', ...(wanted >= live && { playing: this.#pause() }) })
		this.#prefetch()
	}

	/** Nothing that is on its way is shown any more. */
	stop(): void {
		this.#turn++
		this.#playing = false
	}

	#pause(): false {
		this.#playing = false
		return false
	}

	#begin(films: readonly Film[]): void {
		this.#reels = this.#around.ids.flatMap((operation, index) => {
			const film = films[index]
			return film ? [new Reel(operation, film)] : []
		})
		this.#things = new Map()
		this.#ready = true
		this.#noteThinned(films)
		this.#moveTo(this.#at)
		this.#around.show({ content: freshContent(this.#things), state: 'ready', thinnedUntil: this.#thinnedUntil })
		this.#prefetch()
	}

	#noteThinned(films: readonly Film[]): void {
		const until = films.flatMap((film) => film.thinnedUntil ?? [])
		if (until.length > 0) this.#thinnedUntil = Math.max(this.#thinnedUntil ?? 0, ...until)
	}

	#readyTo(): number {
		return Math.min(...this.#reels.map(({ to }) => to))
	}

	#moveTo(at: number): void {
		this.#at = at
		const touched = this.#reels.map((reel) => reel.advance(at))
		const parts: readonly Part[] = this.#reels.map(({ operation, rows, measured }) => ({
			operation,
			rows: () => rows,
			measured: () => measured,
			policy: this.#around.policy,
		}))
		for (const ids of touched) mergeInto(this.#things, parts, ids)
		const isOther = touched.some(({ size }) => size > 0)
		this.#around.show({ now: at, ...(isOther && { content: freshContent(this.#things) }) })
	}

	/** The part after what is there, for each operation whose supply runs low. */
	#prefetch(): void {
		if (!this.#playing || !this.#ready) return
		for (const reel of this.#reels) void this.#fetchNext(reel)
	}

	async #fetchNext(reel: Reel): Promise<void> {
		const { liveNow, fetch } = this.#around
		const [from, now] = [reel.to, liveNow()]
		if (reel.loading || from - this.#at > AHEAD_MS * this.#speed || from >= now) return
		const turn = this.#turn
		reel.loading = true
		const to = Math.min(from + PART_MS * this.#speed, now)
		const film = await fetch({ operation: reel.operation, from, to, everyMs: FRAME_MS * this.#speed, whole: false })
		reel.loading = false
		if (turn !== this.#turn) return
		if (!film) return this.#around.show({ state: 'failed', playing: this.#pause() })
		reel.add(film)
		this.#noteThinned([film])
	}
}
