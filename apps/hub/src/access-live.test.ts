import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { droppedIn, Follower, putIn } from './testing/follower.ts'
import type { Told } from './testing/follower.ts'
import { MatrixHub, SPOKEN } from './testing/matrix-hub.ts'
import { foreign, LABELS, marksFor, marksIn, mayKnow, READERS } from './testing/matrix.ts'
import type { Reader } from './testing/matrix.ts'

let matrix: MatrixHub
let followers: readonly Follower[] = []

beforeAll(async () => {
	matrix = await MatrixHub.start()
}, 90_000)

afterAll(async () => {
	for (const follower of followers) follower.leave()
	await matrix.close()
})

const INTERN = SPOKEN.filter(({ name }) => name === 'intern')
/** While what was internal is restricted. */
const CLASSIFIED = { ...LABELS, intern: LABELS.vertraulich }

function spoken(marks: ReadonlySet<string>): ReadonlySet<string> {
	return new Set([...marks].filter((mark) => !mark.startsWith('spur-feed')))
}

/** What each reader is told until it hears the word; nobody is told of what they can never see. */
async function told(word: string): Promise<readonly (readonly [Reader, Told])[]> {
	const heard = await Promise.all(followers.map(async (follower) => [follower.reader, await follower.until(word)] as const))
	for (const [reader, { records, measured }] of heard) {
		expect([reader.name, foreign(marksIn(JSON.stringify([records, measured])), marksFor(reader))]).toEqual([reader.name, []])
	}
	return heard
}

describe('live', () => {
	test('the load', async () => {
		const loads = await Promise.all(READERS.map((reader) => Follower.load(matrix, reader)))
		for (const { follower, rows } of loads)
			expect([follower.reader.name, marksIn(rows)]).toEqual([follower.reader.name, marksFor(follower.reader)])
		followers = loads.map(({ follower }) => follower)
	})

	test('frames', async () => {
		const word = await matrix.sayAbout(SPOKEN, { op: 'patch', confidence: 'plausible' })
		for (const [reader, { records }] of await told(word)) {
			expect([reader.name, marksIn(putIn(records))]).toEqual([reader.name, spoken(marksFor(reader))])
		}
	})

	test('going on after a cut', async () => {
		for (const follower of followers) follower.leave()
		const word = await matrix.sayAbout(SPOKEN, { op: 'patch', confidence: 'confirmed' })
		followers = await Promise.all(followers.map((follower) => follower.again()))
		for (const [reader, { records }] of await told(word)) {
			expect([reader.name, marksIn(putIn(records))]).toEqual([reader.name, spoken(marksFor(reader))])
		}
	})

	test('what is classified leaves those who held it, and says nothing to those who did not', async () => {
		for (const [reader, { records }] of await told(await matrix.sayAbout(INTERN, { op: 'classify', label: LABELS.vertraulich }))) {
			const seen = marksFor(reader, CLASSIFIED)
			const gone = INTERN.filter(({ kind, name, mark }) => mayKnow(reader, kind, name) && !seen.has(mark))
			expect([reader.name, droppedIn(records)]).toEqual([reader.name, new Set(gone.map(({ entity }) => entity))])
			expect([reader.name, foreign(marksIn(putIn(records)), seen)]).toEqual([reader.name, []])
		}
		for (const [reader, { records }] of await told(await matrix.sayAbout(INTERN, { op: 'patch', confidence: 'unverified' }))) {
			const seen = INTERN.filter(({ kind }) => mayKnow(reader, kind, 'vertraulich')).map(({ mark }) => mark)
			expect([reader.name, marksIn(putIn(records))]).toEqual([reader.name, new Set(seen)])
		}
	})

	test('while they are cut off, too', async () => {
		for (const follower of followers) follower.leave()
		const word = await matrix.sayAbout(INTERN, { op: 'classify', label: LABELS.intern })
		followers = await Promise.all(followers.map((follower) => follower.again()))
		for (const [reader, { records }] of await told(word)) {
			const seen = INTERN.filter(({ kind, name }) => mayKnow(reader, kind, name)).map(({ mark }) => mark)
			expect([reader.name, droppedIn(records)]).toEqual([reader.name, new Set()])
			expect([reader.name, foreign(new Set(seen), marksIn(putIn(records)))]).toEqual([reader.name, []])
		}
	})
})
