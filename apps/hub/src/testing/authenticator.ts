import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

type Site = { readonly rpId: string; readonly origin: string }

/** A security key in software (WebAuthn, ES256, attestation `none`): what a browser and its key do between options and answer. */
export class Authenticator {
	readonly id = randomBytes(16)
	readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
	#counter = 0

	create(challenge: string, { rpId, origin }: Site) {
		const authData = Buffer.concat([this.#head(rpId, 0x45), this.#attested()])
		return {
			...this.#named(),
			response: {
				clientDataJSON: clientData('webauthn.create', challenge, origin),
				attestationObject: text(
					Buffer.concat([
						Buffer.from([0xa3]),
						cborText('fmt'),
						cborText('none'),
						cborText('attStmt'),
						Buffer.from([0xa0]),
						cborText('authData'),
						cborBytes(authData),
					]),
				),
				transports: ['internal'],
			},
		}
	}

	/** @param counter what it says of its own use; absent: one more */
	get(challenge: string, { rpId, origin }: Site, counter = ++this.#counter) {
		this.#counter = counter
		const authData = this.#head(rpId, 0x05)
		const client = clientData('webauthn.get', challenge, origin)
		const signed = Buffer.concat([authData, createHash('sha256').update(Buffer.from(client, 'base64url')).digest()])
		return {
			...this.#named(),
			response: {
				clientDataJSON: client,
				authenticatorData: text(authData),
				signature: text(sign('sha256', signed, this.#keys.privateKey)),
			},
		}
	}

	#named() {
		return { id: text(this.id), rawId: text(this.id), type: 'public-key', clientExtensionResults: {} }
	}

	#head(rpId: string, flags: number): Buffer {
		const head = Buffer.alloc(5)
		head.writeUInt8(flags, 0)
		head.writeUInt32BE(this.#counter, 1)
		return Buffer.concat([createHash('sha256').update(rpId).digest(), head])
	}

	#attested(): Buffer {
		const length = Buffer.alloc(2)
		length.writeUInt16BE(this.id.length)
		return Buffer.concat([Buffer.alloc(16), length, this.id, coseKey(this.#keys.publicKey)])
	}
}

function text(bytes: Buffer): string {
	return bytes.toString('base64url')
}

function clientData(type: string, challenge: string, origin: string): string {
	return text(Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })))
}

/** {1: 2, 3: -7, -1: 1, -2: x, -3: y}: EC2, ES256, P-256 (RFC 9053). */
function coseKey(key: KeyObject): Buffer {
	const { x = '', y = '' } = key.export({ format: 'jwk' })
	const [across, up] = [Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
	return Buffer.concat([
		Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
		cborBytes(across),
		Buffer.from([0x22]),
		cborBytes(up),
	])
}

function cborText(value: string): Buffer {
	return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)])
}

function cborBytes(bytes: Buffer): Buffer {
	const head = bytes.length < 256 ? Buffer.from([0x58, bytes.length]) : Buffer.from([0x59, bytes.length >> 8, bytes.length & 0xff])
	return Buffer.concat([head, bytes])
}
