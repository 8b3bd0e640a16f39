import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

/** OWASP's smallest setting for argon2id: 19 MiB, two passes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const SALT_BYTES = 16
const LEAST = 12
const MOST = 256

const STORED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Length counts, not signs (NIST SP 800-63B); what is told by the login or is one sign repeated counts for nothing. */
export function passwordFault(password: string, login: string): Fault | undefined {
	const refuse = (message: string): Fault => fault('bad-message', message, 'password')
	if (Array.from(password).length < LEAST) return refuse(`has at least ${LEAST} characters`)
	if (password.length > MOST) return refuse(`has at most ${MOST} characters`)
	const plain = password.toLowerCase()
	const rest = login.length >= 3 ? plain.replaceAll(login.toLowerCase(), '') : plain
	return new Set(rest).size < 5 ? refuse('is too easily guessed') : undefined
}

/** Off the main thread. In the form of the PHC: algorithm, costs, salt and tag. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(SALT_BYTES)
	const tag = await derive(password, salt, COST)
	return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${plain(salt)}$${plain(tag)}`
}

/** Off the main thread; without a stored hash it takes as long and says no. */
export async function passwordHolds(password: string, stored: string | undefined): Promise<boolean> {
	const match = stored === undefined ? null : STORED.exec(stored)
	const [, memory = COST.memory, passes = COST.passes, parallelism = COST.parallelism, salt = '', tag = ''] = match ?? []
	const expected = match ? Buffer.from(tag, 'base64') : randomBytes(COST.tagLength)
	const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), tagLength: expected.length }
	const found = await derive(password, match ? Buffer.from(salt, 'base64') : randomBytes(SALT_BYTES), cost)
	return timingSafeEqual(found, expected) && match !== null
}

function derive(password: string, nonce: Buffer, cost: typeof COST): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		argon2('argon2id', { message: password.normalize('NFC'), nonce, ...cost }, (error, tag) => {
			if (error) reject(error)
			else resolve(tag)
		})
	})
}

function plain(bytes: Buffer): string {
	return bytes.toString('base64').replaceAll('=', '')
}
