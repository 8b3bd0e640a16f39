import type { Operation } from '@lagebild/model/operation.ts'
import type { Presence as Message } from '@lagebild/model/protocol.ts'

import type { Bus } from '../bus.ts'
import type { ViewerId } from '../core/input.ts'
import { Others } from './others.ts'
import { Own } from './own.ts'
import { changeOf, namedOf } from './told.ts'
import type { Named } from './told.ts'
import { Word } from './who.ts'
import type { Who } from './who.ts'

export type PresenceOptions = {
	readonly bus: Bus
	/** Other hubs serve the same operations, and can be heard through the bus alone. */
	readonly shared: boolean
	readonly operation: (id: string) => Operation | undefined
	/** @returns false when it was not sent because the connection takes nothing now; `forbidden`: who may not know it any more */
	readonly send: (viewer: ViewerId, message: Message) => boolean | 'forbidden'
}

const TICK_MS = 100
/** So many connections are told in one tick; where more follow, the pause between two words grows with them. */
const TOLD_A_TICK = 100
const LONGEST_PAUSE_TICKS = 50
const HERE_TICKS = 30

/** One operation, as it was told to those who follow. */
type Room = {
	/** Who wants to know, and whether what they hold is what was told last. */
	readonly viewers: Map<ViewerId, 'held' | 'behind'>
	named: Named
	count: number
	partial: boolean
	dirty: boolean
	/** Tick of the last word. */
	toldAt: number
}

/** Who follows which operation, over all hubs. Nothing of it is stored; a word that is lost is made good by the next (N10). */
export class Presence {
	readonly #options: PresenceOptions
	readonly #own = new Own()
	readonly #others: Others
	readonly #rooms = new Map<string, Room>()
	readonly #off: () => void
	readonly #timer: NodeJS.Timeout
	#ticks = 0
	/** What this hub said to the others. */
	#no = 0

	constructor(options: PresenceOptions) {
		this.#options = options
		const { bus } = options
		this.#others = new Others(
			(who) => this.#changed(who),
			(of) => this.#say({ type: 'ask', of }),
		)
		this.#off = bus.on({
			presence: (message, from) => this.#hear(message, from),
			up: (up) => {
				if (up) this.#greet()
				for (const room of this.#rooms.values()) room.dirty = true
			},
		})
		this.#timer = setInterval(() => this.#tick(), TICK_MS)
		this.#greet()
	}

	/** A connection of somebody begins to follow. */
	join(viewer: ViewerId, who: Who): void {
		if (this.#own.join(viewer, who)) this.#changed([who])
	}

	/** This connection wants to know who is there: the whole list at the next tick, then what changes. */
	follow(viewer: ViewerId, operation: string): void {
		const room = this.#rooms.get(operation) ?? { viewers: new Map(), named: new Map(), count: 0, partial: false, dirty: true, toldAt: 0 }
		this.#rooms.set(operation, room)
		room.viewers.set(viewer, 'behind')
	}

	leave(viewer: ViewerId): void {
		const gone = this.#own.leave(viewer)
		if (gone) this.#changed([gone])
		for (const [operation, room] of this.#rooms) if (room.viewers.delete(viewer) && room.viewers.size === 0) this.#rooms.delete(operation)
	}

	/** Who has which function may be another. */
	renamed(): void {
		for (const room of this.#rooms.values()) room.dirty = true
	}

	close(): void {
		clearInterval(this.#timer)
		this.#off()
		this.#say({ type: 'gone' })
	}

	#greet(): void {
		this.#say({ type: 'ask' })
		this.#say({ type: 'whole', no: this.#no, who: [...this.#own.all()] })
	}

	#say(word: Word): void {
		this.#options.bus.tellPresence(word)
	}

	#hear(message: unknown, from: string): void {
		const read = Word.safeParse(message)
		if (!read.success) return
		const word = read.data
		if (word.type !== 'ask') this.#others.hear(from, word, performance.now())
		else if (word.of === undefined || word.of === this.#options.bus.self)
			this.#say({ type: 'whole', no: this.#no, who: [...this.#own.all()] })
	}

	#changed(who: Iterable<Who>): void {
		for (const { operation } of who) {
			const room = this.#rooms.get(operation)
			if (room) room.dirty = true
		}
	}

	#tick(): void {
		this.#ticks++
		const change = this.#own.take()
		if (change) this.#say({ type: 'change', no: ++this.#no, joined: [...change.joined], left: [...change.left] })
		else if (this.#ticks % HERE_TICKS === 0) this.#say({ type: 'here', no: this.#no })
		this.#others.sweep(performance.now())
		for (const [operation, room] of this.#rooms) this.#tellRoom(operation, room)
	}

	#tellRoom(id: string, room: Room): void {
		const pause = Math.min(LONGEST_PAUSE_TICKS, Math.ceil(room.viewers.size / TOLD_A_TICK))
		const operation = this.#options.operation(id)
		if (!operation || this.#ticks - room.toldAt < pause) return
		const change = room.dirty ? this.#renew(room, operation) : undefined
		const behind = [...room.viewers].filter(([, state]) => change !== undefined || state === 'behind')
		if (behind.length === 0) return
		room.toldAt = this.#ticks
		const whole: Message = { ...this.#about(room), joined: [...room.named.values()], left: [], whole: true }
		for (const [viewer, state] of behind) this.#tell(room, viewer, state === 'held' && change ? change : whole)
	}

	#tell(room: Room, viewer: ViewerId, message: Message): void {
		const sent = this.#options.send(viewer, message)
		if (sent === 'forbidden') room.viewers.delete(viewer)
		else room.viewers.set(viewer, sent ? 'held' : 'behind')
	}

	#renew(room: Room, operation: Operation): Message | undefined {
		const { named, count } = namedOf([...this.#own.of(operation.id), ...this.#others.of(operation.id)], operation)
		const partial = this.#options.shared && !this.#options.bus.up()
		const [before, turned] = [room.named, room.partial !== partial || room.count !== count]
		Object.assign(room, { named, count, partial, dirty: false })
		const about = this.#about(room)
		return changeOf(before, named, about) ?? (turned ? { ...about, joined: [], left: [] } : undefined)
	}

	#about({ count, partial }: Room): Pick<Message, 'count' | 'partial'> {
		return { count, ...(partial && { partial }) }
	}
}
