import { webcrypto } from 'node:crypto'

import { Challenge, DeviceSession, EnrolledDevice, proofText } from '@lagebild/model/access/device.ts'

import type { Answer, TestHub } from './harness.ts'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const

function base64url(bytes: ArrayBuffer): string {
	return Buffer.from(bytes).toString('base64url')
}

/** A tablet as the field app makes one: its key never leaves WebCrypto. */
export class Tablet {
	readonly hub: TestHub
	readonly #keys: webcrypto.CryptoKeyPair
	device: EnrolledDevice | undefined

	private constructor(hub: TestHub, keys: webcrypto.CryptoKeyPair) {
		this.hub = hub
		this.#keys = keys
	}

	static async make(hub: TestHub): Promise<Tablet> {
		return new Tablet(hub, await webcrypto.subtle.generateKey(CURVE, false, ['sign', 'verify']))
	}

	get id(): string {
		return this.device?.id ?? ''
	}

	async enrol(code: string, name?: string): Promise<Answer> {
		const publicKey = base64url(await webcrypto.subtle.exportKey('spki', this.#keys.publicKey))
		const answer = await this.hub.ask('/api/v1/devices/enrol', { json: { code, publicKey, ...(name !== undefined && { name }) } })
		if (answer.status === 200) this.device = EnrolledDevice.parse(answer.body)
		return answer
	}

	async nonce(device = this.id): Promise<string> {
		return Challenge.parse((await this.hub.ask(`/api/v1/devices/${device}/challenge`, { json: {} })).body).nonce
	}

	async sign(nonce: string, device = this.id): Promise<string> {
		const text = new TextEncoder().encode(proofText(device, nonce))
		return base64url(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.#keys.privateKey, text))
	}

	prove(nonce: string, signature: string): Promise<Answer> {
		return this.hub.ask(`/api/v1/devices/${this.id}/session`, { json: { nonce, signature } })
	}

	/** A new challenge, signed as it should be. */
	async session(): Promise<Answer> {
		const nonce = await this.nonce()
		return this.prove(nonce, await this.sign(nonce))
	}

	async token(): Promise<string> {
		return DeviceSession.parse((await this.session()).body).token
	}

	async deposit(items: readonly unknown[], operation?: string): Promise<Answer> {
		const nonce = await this.nonce()
		const json = { nonce, signature: await this.sign(nonce), items, ...(operation !== undefined && { operation }) }
		return this.hub.ask(`/api/v1/devices/${this.id}/deposit`, { json })
	}
}
