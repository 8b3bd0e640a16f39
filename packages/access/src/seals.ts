import { createHash } from 'node:crypto'

import type { DetailOf } from '@lagebild/model/access/event.ts'

import { bytesIn, numberIn, textIn } from './rows.ts'
import type { Row } from './rows.ts'

const LENGTH = 32

/** By this an entry vouches for what a table holds: it fits these very columns and no others, and lets nobody in. */
function sealOf(...parts: readonly (string | number | Uint8Array | null)[]): string {
	const plain = parts.map((part) => (part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part))
	return createHash('sha256').update(JSON.stringify(plain)).digest('hex').slice(0, LENGTH)
}

/** Of a secret of a key, with the end of its overlap. */
export function sealOfSecret(row: Row): string {
	const { until } = row
	return sealOf('key', textIn(row, 'prefix'), textIn(row, 'key'), bytesIn(row, 'hash'), typeof until === 'number' ? until : null)
}

/** Of all that says whose a session is, what it may do and how long. */
export function sealOfSession(row: Row): string {
	const texts = ['id', 'credential', 'content', 'way'].map((column) => textIn(row, column))
	const { account } = row
	const whose = typeof account === 'string' ? account : null
	return sealOf('session', bytesIn(row, 'hash'), ...texts, whose, numberIn(row, 'created'), numberIn(row, 'expires'))
}

/** A key that no entry has sealed yet, of a version before seals, holds until the hub starts and seals it. */
export function vouches({ seals }: DetailOf<'key'>, secret: Row): boolean {
	return seals === undefined || seals.includes(sealOfSecret(secret))
}
