import { seq } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Answer, Measured, Presence, Refused, Want } from '@lagebild/model/protocol.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import { advance } from './advance.ts'
import { attendanceAfter } from './attendance.ts'
import type { Attendance } from './attendance.ts'
import type { ClientOptions, ClientState, ClientUpdate, OperationClient } from './client.ts'
import { asLoad, contentOf } from './content.ts'
import { grantAfter } from './grant.ts'
import { addTrip, beginAnew, createHubClock, hubTimeAt } from './hub-clock.ts'
import { closeOutbox, confirm, createOutbox, enqueue, forgetPlaces, pendingOf, sendAgain, takeAnswers, takeWaiting } from './outbox.ts'
import type { Parcel, Pending } from './outbox.ts'
import { watchPage } from './page.ts'
import { incarnationOf } from './said.ts'
import { SayAgain } from './say-again.ts'
import { createSession } from './session.ts'
import type { Changes, Session, SessionEffect, SessionEvent, SessionState } from './session.ts'
import { clockOver, connectWith, fetchLoad, measureOver, openWire, submitOver } from './wire.ts'
import type { Wire } from './wire.ts'

/** Pause before the attempts after the first: doubled each time up to the longest, and shortened by chance so that clients part. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 15_000
/** The stored picture is at most so old when the page dies without a word. */
const STORE_EVERY_MS = 5_000
const CLOCK_EVERY_MS = 30_000
const FIRST_TRIPS = 3
const SECOND_MS = 1_000
/** A device whose storage hangs begins without it. */
const STORAGE_PATIENCE_MS = 2_000

/** Connects to one operation and stays with it until `close`. */
export function connectOperation(options: ClientOptions): OperationClient {
	const client = new LiveOperation(options)
	void client.start()
	return client
}

class LiveOperation implements OperationClient {
	readonly operation: string
	readonly #options: ClientOptions
	readonly #session: Session
	readonly #wire: Wire
	readonly #outbox = createOutbox()
	readonly #sayAgain: SayAgain
	readonly #clock = createHubClock()
	readonly #listeners = new Set<(update: ClientUpdate) => void>()
	readonly #ended = new AbortController()
	#metadata: Operation | undefined
	#attendance: Attendance | undefined
	#second: ReturnType<typeof setInterval> | undefined
	#retry: ReturnType<typeof setTimeout> | undefined
	#storedAt = -Infinity
	#unstored = false
	#storing: Promise<void> = Promise.resolve()
	#trippedAt = -Infinity
	/** Of the present connection, and of the last attempt. */
	#token: string | undefined

	constructor(options: ClientOptions) {
		this.operation = options.operation
		this.#options = options
		this.#session = createSession({ want: options.want })
		this.#sayAgain = new SayAgain({ storage: options.storage?.said, wall: options.wall, submit: (events) => this.submit(events) })
		this.#wire = openWire(options, {
			report: (event) => this.#tell(event),
			onOperation: (operation) => this.#hear(operation),
			onGrant: () => this.#publish(NOTHING, { grant: 'another' }),
			onPresence: (message) => this.#meetPeople(message),
		})
	}

	/** Shows the stored picture first, then asks the hub. */
	async start(): Promise<void> {
		const held = await this.#readStored()
		if (this.#session.state === 'closed') return
		if (held) {
			this.#session.content = contentOf(held)
			this.#session.asOf = held.asOf
			this.#session.stored = true
			this.#publish({ rows: [], measured: [], dropped: [], reloaded: true })
		}
		this.#second = setInterval(() => this.#everySecond(), SECOND_MS)
		watchPage({ onHide: () => this.#store(), onReturn: () => this.#tell({ type: 'due' }) }, this.#ended.signal)
		this.#tell({ type: 'due' })
	}

	state = (): ClientState => stateOf(this.#session)
	metadata = (): Operation | undefined => this.#metadata
	attendance = (): Attendance | undefined => (this.#session.state === 'live' ? this.#attendance : undefined)
	rows = (): ReadonlyMap<EntityId, Row> => this.#session.content?.rows ?? NO_ROWS
	measured = (): ReadonlyMap<EntityId, MeasuredRow> => this.#session.content?.measured ?? NO_MEASURED
	asOf = (): number | undefined => this.#session.asOf
	hubNow = (): number | undefined => hubTimeAt(this.#clock, this.#options.now()) ?? this.#options.wall()
	pending = (): readonly Pending[] => pendingOf(this.#outbox)
	want = (want: Want): void => this.#tell({ type: 'want', want })

	subscribe = (listener: (update: ClientUpdate) => void): (() => void) => {
		this.#listeners.add(listener)
		return () => {
			this.#listeners.delete(listener)
		}
	}

	submit = (events: readonly unknown[]): Promise<readonly Answer[]> => {
		const answers = enqueue(this.#outbox, events)
		if (this.#session.state === 'closed') closeOutbox(this.#outbox)
		else this.#sendWaiting()
		return answers
	}

	measure = (measurements: unknown): Promise<Measured | Refused | undefined> =>
		this.#session.state === 'live' ? measureOver(this.#wire, measurements) : Promise.resolve(undefined)

	close = async (): Promise<void> => {
		this.#tell({ type: 'close' })
		clearInterval(this.#second)
		clearTimeout(this.#retry)
		closeOutbox(this.#outbox)
		this.#ended.abort()
		this.#store()
		await this.#sayAgain.close()
		await this.#storing
	}

	#tell(event: SessionEvent): void {
		const before = this.#session.state
		if (event.type === 'connected') this.#greet()
		if (event.type === 'welcome') this.#meet(event.message.epoch)
		for (const effect of advance(this.#session, event)) this.#perform(effect)
		const grant = before === 'closed' ? undefined : grantAfter(event)
		if (grant || this.#session.state !== before) this.#publish(NOTHING, grant && { grant })
	}

	#perform(effect: SessionEffect): void {
		switch (effect.type) {
			case 'connect':
				void this.#connect()
				return
			case 'disconnect':
				this.#wire.disconnect()
				return
			case 'retry':
				this.#retryAfter(pauseFor(effect))
				return
			case 'load':
				void this.#load(effect.scopeId)
				return
			case 'changed':
				this.#takeChanges(effect.changes)
				return
			case 'forget':
				this.#forget()
				return
			default:
				this.#say(effect)
		}
	}

	#say(effect: Extract<SessionEffect, { type: 'open' | 'ack' | 'scope' | 'resync' }>): void {
		switch (effect.type) {
			case 'open':
				this.#wire.emit('open', {
					...effect.message,
					...(this.#options.packed && { packed: true }),
					...(this.#options.presence && { presence: true }),
				})
				return
			case 'ack':
				this.#wire.emit('ack', effect.message)
				return
			case 'scope':
				this.#wire.emit('scope', effect.message)
				return
			case 'resync':
				this.#wire.emit('resync', effect.message)
		}
	}

	#takeChanges(changes: Changes): void {
		const { content } = this.#session
		if (content) confirm(this.#outbox, content)
		this.#unstored = true
		this.#publish(changes)
	}

	#hear(operation: Operation): void {
		if (JSON.stringify(operation) === JSON.stringify(this.#metadata)) return
		this.#metadata = operation
		this.#publish(NOTHING, { metadata: operation })
	}

	#meetPeople(message: Presence): void {
		this.#attendance = attendanceAfter(this.#attendance, message)
		this.#publish(NOTHING, { attendance: this.#attendance })
	}

	#publish({ rows, measured, dropped, reloaded }: Changes, said?: Pick<ClientUpdate, 'metadata' | 'grant' | 'attendance'>): void {
		const update: ClientUpdate = {
			changed: new Set(rows),
			measured: new Set(measured),
			dropped: new Set(dropped),
			reloaded,
			...said,
			state: this.state(),
		}
		for (const listener of this.#listeners) listener(update)
	}

	/** Whoever proves anew who they are for each connection may be refused, or hear nothing, before there is one. */
	async #connect(): Promise<void> {
		const { token } = this.#options
		if (typeof token !== 'function') {
			this.#token = token
			connectWith(this.#wire, token)
			return
		}
		const given = await token().catch(() => undefined)
		if (this.#session.state !== 'connecting') return
		if (!given) this.#tell({ type: 'disconnected' })
		else if (!given.ok) this.#tell({ type: 'rejected', fault: given.fault })
		else {
			this.#token = given.value
			connectWith(this.#wire, given.value)
		}
	}

	#retryAfter(pauseMs: number): void {
		clearTimeout(this.#retry)
		this.#retry = setTimeout(() => this.#tell({ type: 'due' }), pauseMs)
	}

	async #load(scopeId: string): Promise<void> {
		const load = await fetchLoad(this.#options, { scopeId, want: this.#session.want, token: this.#token, stop: this.#ended.signal })
		this.#tell(load ? { type: 'loaded', load, now: this.#options.now() } : { type: 'load-failed' })
	}

	/** A new connection: what was not answered on the old one goes again. */
	#greet(): void {
		beginAnew(this.#clock)
		this.#sayAgain.connected()
		sendAgain(this.#outbox)
		this.#sendWaiting()
		for (let i = 0; i < FIRST_TRIPS; i++) void this.#trip()
	}

	/** What waits for its place in the picture of another journal would wait for ever (C6). */
	#meet(epoch: string): void {
		const { content } = this.#session
		if (content && incarnationOf(content.epoch) !== incarnationOf(epoch)) forgetPlaces(this.#outbox)
		this.#sayAgain.welcomed(epoch)
	}

	#sendWaiting(): void {
		if (!this.#wire.connected) return
		for (const parcel of takeWaiting(this.#outbox)) void this.#send(parcel)
	}

	async #send(parcel: Parcel): Promise<void> {
		const answers = await submitOver(this.#wire, parcel.events)
		if (answers) {
			this.#sayAgain.answered(parcel.events, answers)
			takeAnswers(this.#outbox, parcel, answers)
		} else parcel.state = 'waiting'
		if (this.#session.content) confirm(this.#outbox, this.#session.content)
		this.#publish(NOTHING)
	}

	async #trip(): Promise<void> {
		this.#trippedAt = this.#options.now()
		const trip = await clockOver(this.#wire, this.#options.now)
		if (trip) addTrip(this.#clock, trip)
	}

	#everySecond(): void {
		const now = this.#options.now()
		this.#tell({ type: 'second', now })
		if (now - this.#storedAt >= STORE_EVERY_MS) this.#store()
		if (!this.#wire.connected) return
		this.#sendWaiting()
		if (now - this.#trippedAt >= CLOCK_EVERY_MS) void this.#trip()
	}

	async #readStored(): Promise<ReturnType<typeof asLoad>> {
		const { storage } = this.#options
		if (!storage) return undefined
		const patience = new Promise<undefined>((resolve) => {
			setTimeout(() => resolve(undefined), STORAGE_PATIENCE_MS)
		})
		return Promise.race([storage.read().catch(() => undefined), patience])
	}

	/** C2. A device that cannot store (private window, no space left) works all the same. */
	#store(): void {
		const { content, asOf } = this.#session
		const { storage, now } = this.#options
		const load = content && asOf !== undefined ? asLoad(content, asOf) : undefined
		if (!storage || !load || !this.#unstored) return
		this.#unstored = false
		this.#storedAt = now()
		this.#storing = this.#storing.then(() => storage.write(load)).catch(() => undefined)
	}

	#forget(): void {
		const { storage } = this.#options
		this.#unstored = false
		this.#storing = this.#storing.then(() => storage?.clear()).catch(() => undefined)
	}
}

const NO_ROWS: ReadonlyMap<EntityId, Row> = new Map()
const NO_MEASURED: ReadonlyMap<EntityId, MeasuredRow> = new Map()
const NOTHING: Changes = { rows: [], measured: [], dropped: [], reloaded: false }

const SHOWN: Readonly<Record<SessionState, ClientState['session']>> = {
	offline: 'offline',
	connecting: 'connecting',
	opening: 'connecting',
	loading: 'loading',
	live: 'live',
	refused: 'refused',
	closed: 'closed',
}

function stateOf({ state, content, asOf, stored, verified, link }: Session): ClientState {
	return {
		session: SHOWN[state],
		...(link.refusal && { refusal: link.refusal }),
		...(asOf !== undefined && { asOf }),
		cursors: content ? { U: content.lanes.U.seq, S: content.lanes.S.seq, M: content.lanes.M.seq } : { U: seq(0), S: seq(0), M: seq(0) },
		...(content && { epoch: content.epoch }),
		verified,
		stored,
	}
}

function pauseFor({ attempt, atLeastMs }: { readonly attempt: number; readonly atLeastMs: number }): number {
	if (attempt === 0 && atLeastMs === 0) return FIRST_PAUSE_MS * Math.random()
	const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt)
	return atLeastMs + pause * (0.5 + Math.random() / 2)
}
