import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import { expect, test } from 'vitest'

import type { Journal, Prepared } from '../port.ts'
import { measuredBatch, report } from './fixtures.ts'
import type { JournalHarness } from './harness.ts'
import { all, appended, founded, range, restarted } from './steps.ts'

const BY = 'admin'

function under(version: number, item: Prepared): Prepared {
	return { ...item, grantVersion: { credential: item.credential, version } }
}

async function faultOf(journal: Journal, item: Prepared): Promise<string | undefined> {
	const answer = await journal.append(item)
	return answer.ok ? undefined : answer.fault.fault
}

function authorOf({ body }: Entry): string | undefined {
	return body.type === 'event' && isStatement(body.event) ? body.event.author.credential : undefined
}

/** J21. */
export function grantContract(harness: () => JournalHarness): void {
	test('[J21] what was admitted under an older version of its grant is not written, and what came before stands', async () => {
		const journal = await founded(harness())
		await appended(journal, under(0, report({ n: 1, credential: 'key-a' })))
		expect(await journal.regrant({ credential: 'key-a', version: 1, by: BY, reason: 'andere Organisation' })).toBe(true)
		expect((await all(journal)).at(-1)?.body).toMatchObject({
			event: { op: 'regranted', by: BY, reason: 'andere Organisation', details: { credential: 'key-a', version: 1 } },
		})
		expect(await faultOf(journal, under(0, report({ n: 2, credential: 'key-a' })))).toBe('grant-changed')
		expect(await faultOf(journal, under(0, report({ n: 3, credential: 'key-b' })))).toBeUndefined()
		expect(await faultOf(journal, under(1, report({ n: 4, credential: 'key-a' })))).toBeUndefined()
		expect(await faultOf(journal, under(2, report({ n: 5, credential: 'key-a' })))).toBeUndefined()
		expect(await appended(journal, under(0, report({ n: 1, credential: 'key-a' })))).toMatchObject({ seq: 2, known: true })
		await harness().closeAll()
		expect(await harness().verify()).toMatchObject({ ok: true, entries: 6 })
	})

	test('[J21] a version is one entry, whatever is told again, and holds after a restart', async () => {
		const journal = await founded(harness())
		const told = (version: number, ended = false) => journal.regrant({ credential: 'key-a', version, by: BY, ...(ended && { ended }) })
		expect([await told(2), await told(2), await told(1), await told(2, true), await told(2)]).toEqual([true, false, false, true, false])
		expect(await journal.head()).toMatchObject({ seq: 3 })
		const again = await restarted(harness())
		expect(await faultOf(again, under(2, report({ n: 1, credential: 'key-a' })))).toBe('grant-changed')
		expect(await again.regrant({ credential: 'key-a', version: 3, by: BY })).toBe(true)
		expect(await faultOf(again, under(3, report({ n: 1, credential: 'key-a' })))).toBeUndefined()
	})

	test('[J21] a batch is refused when one of those who measured it may not any more', async () => {
		const journal = await founded(harness())
		const batch = (version: number): Prepared => ({
			...measuredBatch(1),
			partVersions: [
				{ credential: 'key-b', version: 0 },
				{ credential: 'wsv', version },
			],
		})
		await journal.regrant({ credential: 'wsv', version: 1, by: BY })
		expect(await faultOf(journal, batch(0))).toBe('grant-changed')
		expect(await faultOf(journal, batch(1))).toBeUndefined()
	})

	test('[J21] of a credential nothing is written after the entry that ended it, however many write at once', async () => {
		const journal = await founded(harness())
		const credentials = range(8).map((i) => `key-${i}`)
		const answers: Promise<unknown>[] = []
		for (const n of range(1_600)) {
			const credential = credentials[n % 8] ?? ''
			answers.push(journal.append(under(0, report({ n, credential }))))
			if (n % 200 === 100) {
				await Promise.race(answers)
				answers.push(journal.regrant({ credential: credentials[(n - 100) / 200] ?? '', version: 0, ended: true, by: BY }))
			}
		}
		await Promise.all(answers)
		const entries = await all(journal)
		const ends = new Map(entries.flatMap((entry) => endedIn(entry)))
		expect([...ends.keys()].toSorted()).toEqual(credentials)
		const late = entries.filter((entry) => entry.seq > (ends.get(authorOf(entry) ?? '') ?? Infinity))
		expect(late).toEqual([])
		const said = credentials.map((credential) => entries.filter((entry) => authorOf(entry) === credential).length)
		expect(said.every((count) => count > 0)).toBe(true)
		expect(said.reduce((sum, count) => sum + count, 0)).toBeLessThan(1_600)
	})
}

/** Whom an entry takes the leave from, and where. */
function endedIn({ body, seq }: Entry): readonly (readonly [string, number])[] {
	const credential = body.type === 'event' && body.event.op === 'regranted' ? body.event.details?.['credential'] : undefined
	return typeof credential === 'string' ? [[credential, seq]] : []
}
