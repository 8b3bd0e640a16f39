import type { Reject } from '@lagebild/feeds/adapter.ts'

/** One message as a stream brought it. */
export type Heard = {
	readonly bytes: Uint8Array
	readonly contentType?: string
	/** MQTT topic, name of an event. */
	readonly channel?: string
	/** Name behind which the other side can go on after an interruption. */
	readonly id?: string
	/** Tells the other side that the hub has it; absent: it does not ask for that. */
	readonly kept?: () => void
}

/** Who listens to a stream. */
export type Ears = {
	/** The other side is ready: connected, signed in, subscribed. */
	readonly ready: () => void
	/** Something came, be it only a sign of life. */
	readonly alive: () => void
	/** @returns false when it is enough for now: a stream whose other side can wait reads no more until `resume`. */
	readonly hear: (message: Heard) => boolean
	/** What came and can be no message. */
	readonly refuse: (reject: Reject) => void
}

/** Why nothing more comes; in the other side's own words where it has any. */
export type Ended = { readonly reason: string; readonly retryAfterMs?: number }

export type Connection = {
	/** Never rejects. */
	readonly ended: Promise<Ended>
	readonly resume: () => void
	readonly close: (reason: string) => void
}

/** One way to hear somebody; each `connect` is one try, which ends and is never renewed by itself. */
export type Stream = {
	/** @param after name of the last message that was kept */
	readonly connect: (ears: Ears, after?: string) => Connection
	/** Nobody is connected to: silence cannot be told from a broken way, and there is nothing to renew. */
	readonly listens?: true
	/** It asks the other side for signs of life, and ends when none comes. */
	readonly pings?: true
	/** What is not acknowledged and not read at once is lost: the other side does not wait. */
	readonly loses?: true
	/** The other side keeps what comes while nobody listens, and gives it to who comes back. */
	readonly recovers?: true
}

/** What a stream may reach, and how long it may take to be ready. */
export type StreamReach = {
	readonly allowPrivateHosts: readonly string[]
	readonly timeoutMs: number
	readonly maxBytes: number
	/** Authority of its own, PEM. */
	readonly ca?: string
}

export function overlong(bytes: Uint8Array, length: number | undefined, maxBytes: number): Reject {
	const told = length === undefined ? `more than ${maxBytes}` : String(length)
	const raw = new TextDecoder().decode(bytes.subarray(0, 65_536))
	return { reason: 'too-large', message: `the message has ${told} bytes; the limit is ${maxBytes} (stream.maxBytes)`, raw }
}
