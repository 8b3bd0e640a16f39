import { createPublicKey, sign, verify } from 'node:crypto'

import { OperationId, seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { canonicalText } from './canonical.ts'
import type { NodeKey } from './node-key.ts'
import type { Checkpoint } from './port.ts'

/** J13. */
export function signCheckpoint(statement: Omit<Checkpoint, 'signature' | 'publicKey'>, key: NodeKey): Checkpoint {
	const unsigned = { ...statement, publicKey: key.publicKey }
	return { ...unsigned, signature: sign(null, Buffer.from(canonicalText(unsigned)), key.privateKey).toString('base64') }
}

/** True when the holder of the key that the checkpoint names signed just this. Whose key that is, the caller decides. */
export function signatureHolds({ signature, ...unsigned }: Checkpoint): boolean {
	try {
		const key = createPublicKey({ key: Buffer.from(unsigned.publicKey, 'base64'), type: 'spki', format: 'der' })
		const holds = verify(null, Buffer.from(canonicalText(unsigned)), key, Buffer.from(signature, 'base64'))
		return holds && key.asymmetricKeyType === 'ed25519'
	} catch {
		return false
	}
}

/** @returns undefined when the value is no checkpoint. */
export function readCheckpoint(value: unknown): Checkpoint | undefined {
	if (!isCheckpointShape(value)) return undefined
	const operation = OperationId.safeParse(value.operation)
	if (!operation.success || !isCount(value.seq) || !isCount(value.at)) return undefined
	const { epoch, hash, signature, publicKey } = value
	return { operation: operation.data, epoch, seq: seq(value.seq), hash, at: instant(value.at), signature, publicKey }
}

const TEXTS = ['operation', 'epoch', 'hash', 'signature', 'publicKey'] as const
const NUMBERS = ['seq', 'at'] as const

type CheckpointShape = Readonly<Record<(typeof TEXTS)[number], string>> & Readonly<Record<(typeof NUMBERS)[number], number>>

function isCheckpointShape(value: unknown): value is CheckpointShape {
	if (typeof value !== 'object' || value === null) return false
	const fields = new Map<string, unknown>(Object.entries(value))
	return TEXTS.every((name) => typeof fields.get(name) === 'string') && NUMBERS.every((name) => typeof fields.get(name) === 'number')
}

function isCount(value: number): boolean {
	return Number.isInteger(value) && value >= 0 && value <= 8_640_000_000_000_000
}
