import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'

import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

/** OWASP's smallest setting for argon2id: 19 MiB, two passes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }
const SALT_BYTES = 16
const LEAST = 12
const MOST = 256

const STORED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Length counts, not signs (NIST SP 800-63B); what the login tells, and one sign repeated, counts for nothing. */
export function passwordFault(password: string, login: string): Fault | undefined {
	if (Array.from(password).length < LEAST) return weak(`has at least ${LEAST} characters`)
	if (password.length > MOST) return weak(`has at most ${MOST} characters`)
	const said = password.toLowerCase()
	const rest = login.length >= 3 ? said.replaceAll(login.toLowerCase(), '') : said
	return new Set(rest).size < 5 ? weak('is too easily guessed') : undefined
}

function weak(message: string): Fault {
	return fault('bad-message', message, 'password')
}

/** Off the main thread. In the form of the PHC: algorithm, costs, salt and tag. */
export async function hashPassword(password: string): Promise<string> {
	const salt = randomBytes(SALT_BYTES)
	const tag = await derive(password, salt, COST)
	return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${plain(salt)}$${plain(tag)}`
}

type Stored = { readonly cost: typeof COST; readonly salt: Buffer; readonly tag: Buffer }

/** Off the main thread; without a stored hash it takes as long and says no. */
export async function passwordHolds(password: string, stored: string | undefined): Promise<boolean> {
	const known = stored === undefined ? undefined : readStored(stored)
	const { cost, salt, tag } = known ?? { cost: COST, salt: randomBytes(SALT_BYTES), tag: randomBytes(COST.tagLength) }
	return timingSafeEqual(await derive(password, salt, cost), tag) && known !== undefined
}

function readStored(text: string): Stored | undefined {
	const match = STORED.exec(text)
	if (!match) return undefined
	const [, memory, passes, parallelism, salt = '', code = ''] = match
	const tag = Buffer.from(code, 'base64')
	const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism), tagLength: tag.length }
	return { cost, salt: Buffer.from(salt, 'base64'), tag }
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
