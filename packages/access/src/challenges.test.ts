import { afterEach, beforeEach, expect, test } from 'vitest'

import { challengeSeal } from './challenges.ts'
import { House } from './testing/house.ts'

const KEY = new Uint8Array(32).fill(7)

let house: House

beforeEach(() => {
	house = new House()
})

afterEach(() => {
	house.end()
})

test('a challenge holds for its own purpose and for its time', () => {
	const seal = challengeSeal(() => KEY)
	const challenge = seal.make('device a', 61_000)
	expect([seal.holds(challenge, 'device a', 60_999), seal.holds(challenge, 'device a', 61_000)]).toEqual([61_000, undefined])
	expect(seal.holds(challenge, 'device b', 1_000)).toBeUndefined()
})

test('no single changed character of a challenge holds, and none under another key', () => {
	const seal = challengeSeal(() => KEY)
	const challenge = seal.make('sign-in', 60_000)
	const changed = Array.from(challenge, (letter, at) => challenge.slice(0, at) + (letter === 'A' ? 'B' : 'A') + challenge.slice(at + 1))
	const odd = ['', 'x', `${challenge}A`, `${challenge}=`, challenge.slice(1)]
	expect([...changed, ...odd].filter((one) => seal.holds(one, 'sign-in', 1) !== undefined)).toEqual([])
	expect(challengeSeal(() => new Uint8Array(32)).holds(challenge, 'sign-in', 1)).toBeUndefined()
})

test('[Z26] a challenge is answered once, whichever process gave it and whichever is answered', () => {
	const [one, other] = [house.open(), house.open()]
	const challenge = one.makeChallenge('sign-in', 300_000)
	expect(other.challengeHolds(challenge, 'sign-in')).toBe(true)
	expect(other.spendChallenge(challenge, 'account a')).toBe(false)
	expect(other.spendChallenge(challenge, 'sign-in')).toBe(true)
	expect([one.challengeHolds(challenge, 'sign-in'), one.spendChallenge(challenge, 'sign-in')]).toEqual([false, false])
	house.clock += 300_000
	expect(one.challengeHolds(challenge, 'sign-in')).toBe(false)
})
