import type { Entry } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Journal } from '../port.ts'
import { measuredBatch, report } from '../testing/fixtures.ts'
import { sqliteHarness } from '../testing/harness.ts'
import { all, founded, restarted, T0 } from '../testing/steps.ts'

const command = fc.oneof(
	fc.record({ type: fc.constant('report'), n: fc.nat(5), who: fc.nat(1), title: fc.constantFrom('Keller', 'Deich') }),
	fc.record({ type: fc.constant('batch'), n: fc.nat(3) }),
	fc.record({ type: fc.constant('erase'), seqs: fc.array(fc.integer({ min: 2, max: 12 }), { maxLength: 3 }) }),
	fc.record({ type: fc.constant('retain'), bytes: fc.nat(2_000) }),
	fc.record({ type: fc.constant('restart') }),
	fc.record({ type: fc.constant('epoch') }),
)
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

/** What has been heard: the entries as they were first, and for each (who, n) where it went and what it said. */
type Model = { readonly heard: Entry[]; readonly owners: Map<string, { readonly seq: number; readonly title: string }> }

/** Each run starts writers anew; on a busy machine that takes its time. */
const PATIENCE_MS = 120_000

test(
	'[J5] [J8] [J10] [J11] [J15] whatever is done in whatever order, the journal keeps what it said',
	async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(command, { minLength: 3, maxLength: 12 }), async (commands) => {
				const harness = await sqliteHarness()
				const model: Model = { heard: [], owners: new Map() }
				let journal = listening(await founded(harness), model)
				model.heard.push(...(await all(journal)))
				for (const each of commands) {
					if (each.type === 'restart') journal = listening(await restarted(harness), model)
					else await perform(journal, each, model)
				}
				const entries = await all(journal)
				expect(entries.map(placeOf)).toEqual(model.heard.map(placeOf))
				const kept = entries.filter(({ body }) => body.type !== 'erased')
				expect(kept).toEqual(model.heard.filter((_, index) => entries[index]?.body.type !== 'erased'))
				expect(await harness.verify()).toMatchObject({ ok: true, entries: entries.length, erased: entries.length - kept.length })
				await harness.dispose()
			}),
			{ numRuns: 6 },
		)
	},
	PATIENCE_MS,
)

function listening(journal: Journal, { heard }: Model): Journal {
	journal.onCommit((entries) => void heard.push(...entries))
	return journal
}

async function perform(journal: Journal, each: Command, model: Model): Promise<void> {
	if ('title' in each) return submit(journal, each, model)
	if ('n' in each) await journal.append(measuredBatch(each.n))
	else if ('seqs' in each) await journal.erase({ seqs: each.seqs.map(seq), by: 'x', reason: 'y' }).catch(onlySystem)
	else if ('bytes' in each) await journal.retain({ batchAgeMs: 1e9, batchBytes: each.bytes }, instant(T0))
	else await journal.beginEpoch({ by: 'x', reason: 'y' })
}

function onlySystem(error: unknown): void {
	expect(String(error)).toContain('cannot be erased')
}

type Report = { readonly n: number; readonly who: number; readonly title: string }

/** J5, with the exception of J10: after an erasure nothing that comes under the id is another body. */
async function submit(journal: Journal, { n, who, title }: Report, { owners, heard }: Model): Promise<void> {
	const key = `${who}/${n}`
	const owner = owners.get(key)
	const gone = owner && (await journal.read(seq(owner.seq), 1))[0]?.body.type === 'erased'
	const answer = await journal.append(report({ n, credential: `c${who}`, title }))
	if (owner && owner.title !== title && !gone) expect(answer).toMatchObject({ ok: false, fault: { fault: 'id-reused' } })
	else if (owner) expect(answer).toMatchObject({ ok: true, value: { seq: owner.seq, known: true } })
	else expect(answer).toMatchObject({ ok: true, value: { seq: heard.length, known: false } })
	if (!owner) owners.set(key, { seq: heard.length, title })
}

function placeOf({ seq: at, recorded, prevHash, commit, hash }: Entry): Omit<Entry, 'body'> {
	return { seq: at, recorded, prevHash, commit, hash }
}
