import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

import { TimedMap } from './timed-map.ts'

const RANDOM_BYTES = 16
const TIME_BYTES = 6
const HEAD_BYTES = RANDOM_BYTES + TIME_BYTES
const NONCE_BYTES = HEAD_BYTES + 32
/** Only a device that holds its key gets one into it. */
const MOST_USED = 100_000

/**
 * Challenges of devices. They carry their device, their end and our seal in themselves, so that asking costs no memory: nobody can push
 * another's challenge out by asking for many. What is kept is only which were answered well.
 */
export class DeviceNonces {
	readonly #secret = randomBytes(32)
	readonly #ttlMs: number
	readonly #used: TimedMap<true>

	constructor(ttlMs: number) {
		this.#ttlMs = ttlMs
		this.#used = new TimedMap(ttlMs, MOST_USED)
	}

	make(device: string, now: number): { readonly nonce: string; readonly expires: number } {
		const expires = now + this.#ttlMs
		const head = Buffer.alloc(HEAD_BYTES)
		randomBytes(RANDOM_BYTES).copy(head)
		head.writeUIntBE(expires, RANDOM_BYTES, TIME_BYTES)
		return { nonce: Buffer.concat([head, this.#seal(device, head)]).toString('base64url'), expires }
	}

	/** Made here for this very device, not over, and not answered yet. */
	holds(device: string, nonce: string, now: number): boolean {
		const bytes = Buffer.from(nonce, 'base64url')
		if (bytes.length !== NONCE_BYTES || bytes.toString('base64url') !== nonce) return false
		const head = bytes.subarray(0, HEAD_BYTES)
		if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), this.#seal(device, head))) return false
		return head.readUIntBE(RANDOM_BYTES, TIME_BYTES) > now && this.#used.get(nonce, now) === undefined
	}

	use(nonce: string, now: number): void {
		this.#used.put(nonce, true, now)
	}

	#seal(device: string, head: Uint8Array): Buffer {
		return createHmac('sha256', this.#secret).update(head).update(device, 'utf8').digest()
	}
}
