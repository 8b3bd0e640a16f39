import type { Grant } from '@lagebild/model/label.ts'
import type { Bye, Want } from '@lagebild/model/protocol.ts'
import { featureOf } from '@lagebild/picture/feature.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'

import type { Clock } from '../clock.ts'
import type { PictureEntity } from '../io/http/picture-text.ts'
import type { RunningOperation } from '../running.ts'
import { writeCursor } from './cursor.ts'
import type { StreamCursor } from './cursor.ts'
import { Follower } from './follower.ts'
import type { Following as Follow, Place } from './follower.ts'
import type { InnerViewers } from './inner-viewers.ts'
import { Part } from './part.ts'
import { changedSince, idsIn, reachedBy } from './since.ts'

/** One message; a GeoJSON document with foreign members (RFC 7946, 6.1). */
export type StreamMessage = {
	readonly type: 'FeatureCollection'
	readonly event: 'reset' | 'change' | 'beat' | 'bye'
	readonly operation: string
	/** Absent: the one before holds on. Null: there is none yet, whoever comes back begins anew. */
	readonly cursor?: string | null
	/** All that was known until then is said (H8), ms. */
	readonly asOf: number
	readonly features: readonly object[]
	readonly drop: readonly string[]
	readonly why?: string
	readonly retryAfterMs?: number
}

/** The reader's side. */
export type StreamOut = {
	readonly write: (message: StreamMessage) => void
	/** Nothing more is to be written until `onRoom` is told. */
	readonly isFull: () => boolean
	readonly onRoom: (then: () => void) => void
	readonly end: () => void
	/** Cuts it off: what was not sent is not sent any more. */
	readonly cut: () => void
}

export type StreamOptions = {
	/** The operation first, then the bases that it shows, each with what the reader may see of it. */
	readonly sources: readonly { readonly running: RunningOperation; readonly grant: Grant }[]
	readonly want: Want
	readonly wants: (entity: PictureEntity) => boolean
	readonly box: string
	readonly after: StreamCursor | undefined
	readonly viewers: InnerViewers
	readonly policy: StandingPolicy
	readonly now: Clock
	readonly out: StreamOut
	readonly onTold: (entities: readonly PictureEntity[]) => void
	readonly onEnd: () => void
}

/** Things in one message: some 50 kB. */
const MOST = 128
const PACE_MS = 100
const BEAT_MS = 2_000
const STUCK_MS = 60_000

/** The picture of one reader over HTTP: what its frames bring, as features. */
export class PictureStream {
	readonly #options: StreamOptions
	readonly #parts: readonly Part[]
	readonly #bases: string
	readonly #beat: NodeJS.Timeout
	#state: 'loading' | 'beginning' | 'telling' | 'ended' = 'loading'
	#pump: NodeJS.Timeout | undefined
	#wroteAt = performance.now()
	#waiting = false
	/** A cursor was told. */
	#hasPlace = false

	constructor(options: StreamOptions) {
		this.#options = options
		const { sources, want, wants, viewers, now } = options
		this.#bases = this.#basesNow()
		this.#beat = setInterval(() => this.#everySecond(), 1_000)
		const onEnd = (bye: Bye): void => this.end(bye)
		this.#parts = sources.map(({ running, grant }) => {
			const follow = (note: Follow['onChange']): Follower =>
				new Follower({
					running,
					grant,
					want,
					viewers,
					now,
					onEnd,
					onChange: (changes) => {
						note(changes)
						this.#due()
					},
				})
			return new Part(follow, wants)
		})
		this.#due()
	}

	/** The credential may see something else now. What it may see of a part no more ends the stream: whoever comes back begins anew. */
	regrant(grantFor: (running: RunningOperation) => Grant | undefined): void {
		for (const { follower } of this.#parts) if (this.#state !== 'ended') follower.regrant(grantFor(follower.running))
	}

	end({ why, retryAfterMs }: Pick<Bye, 'retryAfterMs'> & { readonly why: string }): void {
		if (this.#state === 'ended') return
		const { out } = this.#options
		this.#finish()
		if (out.isFull()) out.cut()
		else {
			out.write({ ...this.#message('bye'), why, retryAfterMs })
			out.end()
		}
	}

	/** The reader has gone. */
	close(): void {
		if (this.#state !== 'ended') this.#finish()
	}

	#finish(): void {
		this.#state = 'ended'
		clearInterval(this.#beat)
		clearTimeout(this.#pump)
		for (const { follower } of this.#parts) follower.close()
		this.#options.onEnd()
	}

	#basesNow(): string {
		return JSON.stringify(this.#options.sources[0]?.running.operation.bases)
	}

	#due(): void {
		if (this.#state === 'ended' || this.#state === 'beginning') return
		this.#pump ??= setTimeout(() => {
			this.#pump = undefined
			this.#work()
		}, PACE_MS)
	}

	#work(): void {
		if (this.#basesNow() !== this.#bases) this.end({ why: 'operation', retryAfterMs: 0 })
		else if (this.#state === 'loading') {
			if (!this.#parts.every(({ isReady }) => isReady)) return
			for (const part of this.#parts) part.follow()
			this.#state = 'beginning'
			void this.#begin()
		} else if (this.#state === 'telling') this.#tell()
	}

	async #begin(): Promise<void> {
		const { after, box } = this.#options
		const resumed = after && after.box === box && after.places.size === this.#parts.length && (await this.#goOn(after.places))
		if (this.#state === 'ended') return
		if (!resumed) {
			this.#write({ ...this.#message('reset'), cursor: null, why: after ? 'the cursor is not one to go on from' : 'begin' })
			for (const part of this.#parts) part.beginAnew()
		}
		this.#state = 'telling'
		this.#due()
	}

	async #goOn(places: ReadonlyMap<string, Place>): Promise<boolean> {
		const { sources, want, viewers, now } = this.#options
		const asked = sources.map(async ({ running, grant }) => {
			const have = places.get(running.operation.id)
			return have && changedSince({ running, grant, want, have, viewers, now })
		})
		const answers = await Promise.all(asked)
		if (answers.includes(undefined)) return false
		for (const [i, part] of this.#parts.entries()) {
			const since = answers[i]
			const { handles } = part.follower.content ?? {}
			if (since)
				part.goOn(
					idsIn(since, (k) => handles?.get(k)),
					reachedBy(since),
				)
		}
		return true
	}

	/** As much as the reader takes. */
	#tell(): void {
		const { out } = this.#options
		if (!this.#parts.every(({ isReady }) => isReady)) return this.#due()
		for (const part of this.#parts) {
			while (!part.isClean) {
				if (out.isFull()) return this.#waitForRoom()
				this.#say(part)
			}
		}
		/** Whoever comes back, and whoever sees nothing, knows at once that this is all. */
		if (!this.#hasPlace && !out.isFull()) this.#write({ ...this.#message('beat'), ...this.#place() })
	}

	#waitForRoom(): void {
		if (this.#waiting) return
		this.#waiting = true
		this.#options.out.onRoom(() => {
			this.#waiting = false
			this.#due()
		})
	}

	#say(part: Part): void {
		const { policy, now, onTold } = this.#options
		const { put, drop } = part.pick(MOST)
		const isLast = this.#parts.every(({ isClean }) => isClean)
		if (put.length + drop.length === 0 && !isLast) return
		const at = now()
		onTold(put)
		const said = { features: put.map((entity) => featureOf(entity, policy, at)), drop }
		this.#write({ ...this.#message('change'), ...said, ...(isLast && this.#place()) })
	}

	#place(): { readonly cursor?: string } {
		const places = new Map<string, Place>()
		for (const { operation, follower } of this.#parts) if (follower.place) places.set(operation, follower.place)
		return places.size === this.#parts.length ? { cursor: writeCursor({ box: this.#options.box, places }) } : {}
	}

	#message(event: StreamMessage['event']): StreamMessage {
		const asOf = Math.min(...this.#parts.map(({ follower }) => follower.asOf))
		const operation = this.#options.sources[0]?.running.operation.id ?? ''
		return { type: 'FeatureCollection', event, operation, asOf, features: [], drop: [] }
	}

	#write(message: StreamMessage): void {
		this.#wroteAt = performance.now()
		this.#hasPlace ||= typeof message.cursor === 'string'
		this.#options.out.write(message)
	}

	#everySecond(): void {
		const quiet = performance.now() - this.#wroteAt
		const isFull = this.#options.out.isFull()
		if (isFull && quiet > STUCK_MS) this.end({ why: 'too-slow', retryAfterMs: 1_000 })
		else if (!isFull && quiet >= BEAT_MS - 500) this.#write({ ...this.#message('beat'), ...(this.#isTold() && this.#place()) })
		this.#due()
	}

	#isTold(): boolean {
		return this.#state === 'telling' && this.#parts.every(({ isClean }) => isClean)
	}
}
