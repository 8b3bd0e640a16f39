import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

import type { Challenges } from './port.ts'
import { bytesIn } from './rows.ts'
import { hashOf } from './secret.ts'

const RANDOM_BYTES = 16
const TIME_BYTES = 6
const HEAD_BYTES = RANDOM_BYTES + TIME_BYTES
const CHALLENGE_BYTES = HEAD_BYTES + 32

/** Made with this key for this very purpose, and not over. */
export type ChallengeSeal = {
	/** @param expires epoch ms */
	readonly make: (purpose: string, expires: number) => string
	/** @returns when it is over; undefined when it does not hold. */
	readonly holds: (challenge: string, purpose: string, now: number) => number | undefined
}

/**
 * What somebody is to sign. A challenge carries its end and our seal over its purpose in itself, so that asking costs no memory and any hub
 * takes the answer: nobody can push another's challenge out by asking for many.
 */
export function challengeSeal(key: () => Uint8Array): ChallengeSeal {
	const seal = (purpose: string, head: Uint8Array): Buffer => createHmac('sha256', key()).update(head).update(purpose, 'utf8').digest()
	return {
		make: (purpose, expires) => {
			const head = Buffer.alloc(HEAD_BYTES)
			randomBytes(RANDOM_BYTES).copy(head)
			head.writeUIntBE(expires, RANDOM_BYTES, TIME_BYTES)
			return Buffer.concat([head, seal(purpose, head)]).toString('base64url')
		},
		holds: (challenge, purpose, now) => {
			const bytes = Buffer.from(challenge, 'base64url')
			if (bytes.length !== CHALLENGE_BYTES || bytes.toString('base64url') !== challenge) return undefined
			const head = bytes.subarray(0, HEAD_BYTES)
			if (!timingSafeEqual(bytes.subarray(HEAD_BYTES), seal(purpose, head))) return undefined
			const expires = head.readUIntBE(RANDOM_BYTES, TIME_BYTES)
			return expires > now ? expires : undefined
		},
	}
}

export function openChallenges(database: DatabaseSync, now: () => number): Challenges {
	const secret = database.prepare('select value from secrets where name = ?')
	const insert = database.prepare('insert or ignore into spent (id, until) values (?, ?)')
	const select = database.prepare('select 1 from spent where id = ?')
	const seal = challengeSeal(() => bytesIn(secret.get('challenges') ?? {}, 'value'))
	return {
		makeChallenge: (purpose, ttlMs) => seal.make(purpose, Math.round(now() + ttlMs)),
		challengeHolds: (challenge, purpose) =>
			seal.holds(challenge, purpose, now()) !== undefined && select.get(idOf(challenge)) === undefined,
		spendChallenge: (challenge, purpose) => {
			const expires = seal.holds(challenge, purpose, now())
			return expires !== undefined && insert.run(idOf(challenge), expires).changes > 0
		},
		spend: (id, until) => insert.run(id, Math.round(until)).changes > 0,
	}
}

function idOf(challenge: string): string {
	return hashOf(challenge).toString('base64url')
}
