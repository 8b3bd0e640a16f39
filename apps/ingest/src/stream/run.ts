import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import { line, rawBytes } from '@lagebild/feeds/text.ts'

import type { KeyedFeed } from '../config.ts'
import { hubPauseMs, pauseMs } from '../core/pause.ts'
import { sleep } from '../hub.ts'
import type { Worker, WorkerPorts } from '../worker.ts'
import { Filling } from './filling.ts'
import { Mailbox } from './mailbox.ts'
import { openStream } from './open.ts'
import { reconnectMs } from './pause.ts'
import { Pulse } from './pulse.ts'
import { createReader } from './reader.ts'
import type { Held, Reader } from './reader.ts'
import { plainBytes, secretsOf, withoutSecrets } from './secrets.ts'
import type { Secrets } from './secrets.ts'
import type { Connection, Ears, Ended, Stream } from './stream.ts'

export type StreamPorts = WorkerPorts & {
	readonly random: () => number
	/** Folder in which it is kept up to when streams were heard; absent: the hub's word alone. */
	readonly marks?: string
	/** Between two looks whether the other side still speaks, where it is not the usual. */
	readonly tickMs?: number
}

/** Most that waits to be handed over. */
const ROOM = { messages: 10_000, bytes: 8_000_000 }
/** Most that is handed over at once. */
const BATCH = { messages: 100, bytes: 1_000_000 }
/** Of a batch that our own mistake ended: what is acknowledged all the same must be found somewhere. */
const MOST_KEPT = 100
const GATHERED = { messages: 10_000, bytes: 64_000 }
const GATHER_MS = 250
const TICK_MS = 1_000
/** While the operation is closed it is tried again after so long, and more and more rarely. */
const AGAIN_MS = 5_000
/** A connection that held so long was a good one, even if nothing was said. */
const GOOD_MS = 60_000
/** So long the last words of a connection may take to be read. */
const LAST_WORDS_MS = 1_000

/** One feed that is heard. `run`: until told to stop, connecting anew whenever it must. */
export type Listener = { readonly worker: Worker; readonly run: () => Promise<void> }

export function createListener(feed: KeyedFeed, adapter: BoundAdapter, ports: StreamPorts): Listener {
	return new Listening(feed, adapter, ports)
}

class Listening implements Listener {
	readonly worker: Worker
	readonly #feed: KeyedFeed
	readonly #adapter: BoundAdapter
	readonly #ports: StreamPorts
	readonly #reader: Reader
	readonly #pulse: Pulse
	readonly #filling: Filling
	readonly #mailbox = new Mailbox(ROOM)
	#connection: Connection | undefined
	#turns: Promise<unknown> = Promise.resolve()
	#failures = 0
	#aliveAt = 0
	/** Of the present connection. */
	#isReady = false
	#isUnderstood = false
	/** By its silence alone it is known that it is broken. */
	#hasToSpeak = false
	#words = ''
	#isBusy = false
	#lastId: string | undefined

	constructor(feed: KeyedFeed, adapter: BoundAdapter, ports: StreamPorts) {
		this.#feed = feed
		this.#adapter = adapter
		this.#ports = ports
		this.#reader = createReader(feed, adapter, ports)
		this.worker = this.#reader.worker
		this.#pulse = new Pulse(this.worker)
		const { random, marks } = ports
		const turn = <T>(work: () => Promise<T>): Promise<T> => this.#turn(work)
		this.#filling = new Filling({
			worker: this.worker,
			adapter,
			fetcher: this.worker.ports.fetcher,
			random,
			turn,
			config: feed.stream?.backfill,
			pulse: this.#pulse,
			marks,
		})
	}

	readonly run = async (): Promise<void> => {
		const { signal, tickMs = TICK_MS } = this.#ports
		const { controls } = this.worker
		await this.#filling.recall(this.worker.health.lastGood)
		const ticking = setInterval(() => this.#tick(), tickMs)
		const stop = (): void => {
			this.#connection?.close('the ingest is stopped')
			this.#mailbox.wake()
			this.#filling.close().catch(() => undefined)
		}
		signal.addEventListener('abort', stop, { once: true })
		if (signal.aborted) stop()
		const off = controls.on((change) => {
			if (change === 'reconnect') this.#connection?.close('asked to connect anew')
			if (change === 'pause') this.#connection?.close(controls.paused ?? 'paused')
		})
		await Promise.all([this.#connectForEver(), this.#drain(), this.#filling.run()])
		off()
		clearInterval(ticking)
		await this.#filling.close()
	}

	async #connectForEver(): Promise<void> {
		const { signal, random } = this.#ports
		const { controls } = this.worker
		await controls.running(signal)
		while (!signal.aborted) {
			const { reason, retryAfterMs } = await this.#connectOnce()
			if (signal.aborted) return
			await this.#pulse.lost(reason, this.#failures > 0)
			await controls.rest(reconnectMs(this.#failures, random(), retryAfterMs), signal)
		}
	}

	/** One connection from its beginning to its end, and whether it was worth anything. */
	async #connectOnce(): Promise<Ended> {
		const { now, log } = this.#ports
		const secrets = await secretsOf(this.#feed.stream ?? {})
		if (!secrets.ok) {
			this.#failures += 1
			return { reason: secrets.fault }
		}
		const stream = openStream(this.#feed, { secrets: secrets.value, frame: this.#adapter.frame })
		const began = now()
		this.#aliveAt = began
		this.#isReady = false
		this.#isUnderstood = false
		this.#words = ''
		this.#hasToSpeak = stream.listens !== true && stream.pings !== true
		this.#connection = stream.connect(this.#ears(stream, secrets.value), this.#lastId)
		const ended = await this.#connection.ended
		this.#connection = undefined
		await this.#lastWords()
		const wasGood = this.#isUnderstood || (this.#isReady && now() - began >= GOOD_MS)
		this.#failures = wasGood ? 0 : this.#failures + 1
		const reason = this.#reasonOf(ended, secrets.value)
		log.info({ feed: this.#feed.id, reason: this.worker.watch.masked(reason) }, 'a connection ended')
		return { ...ended, reason }
	}

	#ears(stream: Stream, secrets: Secrets): Ears {
		const { now } = this.#ports
		const put = (held: Held): boolean => this.#mailbox.put(held, stream.loses !== true || held.kept !== undefined)
		return {
			ready: () => {
				this.#isReady = true
				this.#filling.back(stream.recovers === true || this.#lastId !== undefined)
				this.#pulse.connected().catch(() => undefined)
			},
			alive: () => {
				this.#aliveAt = now()
			},
			hear: (message) => {
				const bytes = plainBytes(message.bytes, secrets)
				if (!this.#isUnderstood) this.#words = line(rawBytes(bytes.subarray(0, 1_000)), 200) ?? ''
				return put({ ...message, bytes, at: now() })
			},
			refuse: (reject) => {
				const plain = { ...reject, raw: withoutSecrets(reject.raw, secrets) }
				put({ bytes: Buffer.from(plain.raw), at: now(), reject: plain })
			},
		}
	}

	/** Who is refused is often told why in a last message, in a form of its own. */
	#reasonOf({ reason }: Ended, secrets: Secrets): string {
		const words = this.#isUnderstood || this.#words === '' ? '' : `; it said: ${this.#words}`
		return withoutSecrets(`${reason}${words}`, secrets)
	}

	async #lastWords(): Promise<void> {
		const { signal } = this.#ports
		for (let ms = 0; ms < LAST_WORDS_MS && (this.#mailbox.length > 0 || this.#isBusy); ms += 50) await sleep(50, signal)
	}

	/** Half-open connections do not end by themselves. While we do not read, silence is our own. */
	#tick(): void {
		const { now } = this.#ports
		const silentMs = now() - this.#aliveAt
		const isOurs = this.#mailbox.length > 0 || this.#isBusy
		if (!isOurs && this.#isReady && this.#hasToSpeak && silentMs > this.#pulse.silentMs)
			this.#connection?.close(`nothing was heard for ${Math.round(silentMs / 1_000)} s`)
		this.#pulse.tick().catch(() => undefined)
	}

	async #drain(): Promise<void> {
		const { signal } = this.#ports
		const most = this.#adapter.gathers ? GATHERED : BATCH
		while (!signal.aborted) {
			await this.#mailbox.filled()
			if (this.#adapter.gathers && this.#mailbox.bytes < GATHERED.bytes) await sleep(GATHER_MS, signal)
			const batch = this.#mailbox.take(most)
			if (batch.length === 0) continue
			this.#isBusy = true
			await this.#handOver(batch)
			this.#isBusy = false
			if (this.#mailbox.hasRoom) this.#connection?.resume()
		}
	}

	/** Until the hub has it: what it holds up holds up the stream. */
	async #handOver(batch: readonly Held[]): Promise<void> {
		const { signal, random } = this.#ports
		this.#noteDropped()
		for (let attempt = 0; !signal.aborted; attempt += 1) {
			if (await this.#isTaken(batch)) break
			const { failures } = this.worker
			await sleep(failures > 0 ? pauseMs({ everyMs: AGAIN_MS, failures, random: random() }) : hubPauseMs(attempt, random()), signal)
		}
		if (signal.aborted) return
		for (const { kept } of batch) kept?.()
		const last = batch.at(-1)
		if (last) this.#filling.heard(last.at)
		this.#lastId = batch.findLast(({ id }) => id !== undefined && id !== '')?.id ?? this.#lastId
	}

	/** What waits for a thing of another feed is given up after the feed's own pace: behind it others wait. */
	async #isTaken(batch: readonly Held[]): Promise<boolean> {
		const { log, now } = this.#ports
		try {
			const result = await this.#turn(() => this.#reader.read(batch))
			if (!result) return false
			if (result.type === 'good') this.#isUnderstood = true
			await this.#pulse.came(result)
			const { untold, waiting } = this.worker
			return untold === 0 || (waiting !== undefined && now() - waiting > this.#feed.everySeconds * 1_000)
		} catch (error) {
			log.error({ feed: this.#feed.id, err: error }, 'reading a message ended in a mistake of ours')
			const reason = `internal mistake: ${error instanceof Error ? error.message : 'unknown'}`.slice(0, 300)
			const message = this.worker.watch.masked(reason)
			const kept = batch.slice(0, MOST_KEPT).map(({ bytes, at }) => ({ at, reason: 'internal-mistake', message, raw: rawBytes(bytes) }))
			await this.worker.ports.hub.quarantine(kept)
			await this.#pulse.came({ type: 'failed', reason })
			return true
		}
	}

	#noteDropped(): void {
		const dropped = this.#mailbox.takeDropped()
		if (dropped === 0) return
		const reason = `${dropped} messages came faster than they could be handed over and were lost, the oldest first`
		this.#pulse.note({ code: 'dropped', reason })
		this.#ports.log.warn({ feed: this.#feed.id, dropped }, 'messages were lost')
	}

	async #turn<T>(work: () => Promise<T>): Promise<T> {
		const mine = this.#turns.then(work)
		this.#turns = mine.catch(() => undefined)
		return await mine
	}
}
