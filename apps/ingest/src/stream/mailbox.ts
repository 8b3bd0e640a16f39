import type { Held } from './reader.ts'

export type Room = { readonly messages: number; readonly bytes: number }

/**
 * What was heard and not yet handed over, in order, within a bound. What the other side waits for is never dropped: it is asked to pause.
 * Of the rest the oldest go, and are counted.
 */
export class Mailbox {
	readonly #room: Room
	#held: Held[] = []
	#bytes = 0
	#dropped = 0
	#waiting: PromiseWithResolvers<void> | undefined

	constructor(room: Room) {
		this.#room = room
	}

	/**
	 * @param canWait whether the other side keeps what is not read; otherwise what is too much is lost here
	 * @returns false when the other side shall wait
	 */
	put(message: Held, canWait: boolean): boolean {
		this.#held.push(message)
		this.#bytes += message.bytes.length
		if (!canWait) this.#drop()
		this.#waiting?.resolve()
		this.#waiting = undefined
		return !canWait || !this.#isFull()
	}

	/** The oldest, at most so many and so much, but one at least when there is one; they are gone from here. */
	take(most: Room): readonly Held[] {
		let bytes = 0
		let count = 0
		for (const message of this.#held) {
			if (count >= most.messages || (count > 0 && bytes + message.bytes.length > most.bytes)) break
			count += 1
			bytes += message.bytes.length
		}
		this.#bytes -= bytes
		return this.#held.splice(0, count)
	}

	get hasRoom(): boolean {
		return this.#held.length <= this.#room.messages / 2 && this.#bytes <= this.#room.bytes / 2
	}

	get length(): number {
		return this.#held.length
	}

	get bytes(): number {
		return this.#bytes
	}

	/** How many were dropped since it was asked last. */
	takeDropped(): number {
		const dropped = this.#dropped
		this.#dropped = 0
		return dropped
	}

	/** Resolves when something is there, or when it is told to. */
	async filled(): Promise<void> {
		if (this.#held.length > 0) return
		this.#waiting ??= Promise.withResolvers<void>()
		await this.#waiting.promise
	}

	wake(): void {
		this.#waiting?.resolve()
		this.#waiting = undefined
	}

	#isFull(): boolean {
		return this.#held.length >= this.#room.messages || this.#bytes >= this.#room.bytes
	}

	#drop(): void {
		while (this.#held.length > 1 && (this.#held.length > this.#room.messages || this.#bytes > this.#room.bytes)) {
			const at = this.#held.findIndex(({ kept }) => kept === undefined)
			if (at < 0) return
			const [dropped] = this.#held.splice(at, 1)
			this.#bytes -= dropped?.bytes.length ?? 0
			this.#dropped += 1
		}
	}
}
