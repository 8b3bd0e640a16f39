import type { Entry } from '@lagebild/model/entry.ts'
import { seq } from '@lagebild/model/ids.ts'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import type { Journal, JournalStore } from '../port.ts'
import { FLOOD, measuredBatch, note, report } from '../testing/fixtures.ts'
import { linesOf } from '../testing/harness.ts'
import { postgresHarness } from '../testing/postgres-harness.ts'
import type { PostgresHarness } from '../testing/postgres-harness.ts'
import { all, appended, founded, range } from '../testing/steps.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let harness: PostgresHarness
beforeEach(async () => {
	harness = await postgresHarness()
})
afterEach(() => harness.dispose())

async function journalOf(store: JournalStore): Promise<Journal> {
	return (await store.open(FLOOD.id)) ?? fail()
}

function fail(): never {
	throw new Error('the journal is gone')
}

async function twoHubs(): Promise<readonly [Journal, Journal]> {
	return [await founded(harness), await journalOf(await harness.hub('hub-2'))]
}

const command = fc.record({
	hub: fc.nat(1),
	type: fc.constantFrom('report', 'report', 'note', 'batch'),
	n: fc.nat(5),
	who: fc.nat(1),
	title: fc.constantFrom('Keller', 'Deich'),
})
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never

function itemOf({ type, n, who, title }: Command) {
	if (type === 'batch') return measuredBatch(n)
	if (type === 'note') return note({ n: 100 + n, credential: `c${who}`, text: title, entity: `m-${n}-${who}` })
	return report({ n, credential: `c${who}`, title })
}

test('[J22] whatever two hubs append at the same time, each id is there once, in one chain, with numbers without a gap', async () => {
	const hubs = await twoHubs()
	const owners = new Map<string, { readonly seq: number; readonly title: string }>()
	await fc.assert(
		fc.asyncProperty(fc.array(command, { minLength: 2, maxLength: 24 }), async (commands) => {
			const answers = await Promise.all(commands.map((each) => (hubs[each.hub] ?? fail()).append(itemOf(each))))
			answers.forEach((answer, index) => {
				const { type, n, who, title } = commands[index] ?? fail()
				const key = `${type} ${n} ${who}`
				const fresh = answer.ok && !answer.value.known
				expect(type !== 'batch' && owners.has(key) && fresh).toBe(false)
				if (fresh) owners.set(key, { seq: answer.value.seq, title })
			})
			answers.forEach((answer, index) => {
				const { type, n, who, title } = commands[index] ?? fail()
				const owner = owners.get(`${type} ${n} ${who}`)
				const expected = type === 'batch' || owner?.title === title ? 'ok' : 'id-reused'
				expect(answer.ok ? 'ok' : answer.fault.fault).toBe(expected)
				expect(answer.ok && type !== 'batch' ? answer.value.seq : owner?.seq).toBe(owner?.seq)
			})
		}),
		{ numRuns: 12 },
	)
	const [entries, others] = await Promise.all(hubs.map(all))
	expect(others).toEqual(entries)
	expect(entries?.map((entry) => entry.seq)).toEqual(entries?.map((_, index) => index + 1))
	const numbers = entries?.flatMap(({ number }) => number ?? [])
	expect(numbers).toEqual(numbers?.map((_, index) => index + 1))
	expect(await harness.verify()).toMatchObject({ ok: true, entries: entries?.length })
})

test('[J22] two hubs that write all they can leave every entry once, and each knows what the other has', async () => {
	const [one, two] = await twoHubs()
	const answers = await Promise.all(range(600).map((n) => appended(n % 2 === 0 ? one : two, report({ n, credential: `c${n % 7}` }))))
	expect(new Set(answers.map((answer) => answer.seq)).size).toBe(600)
	const again = await Promise.all(range(600).map((n) => appended(n % 2 === 0 ? two : one, report({ n, credential: `c${n % 7}` }))))
	expect(again).toEqual(answers.map((answer) => ({ ...answer, known: true })))
	expect(await two.head()).toEqual(await one.head())
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 601 })
})

test('[J22] what one hub closes or takes leave of is refused at the other from that entry on', async () => {
	const [one, two] = await twoHubs()
	const waiting = range(1_500).map((n) =>
		(n % 2 === 0 ? one : two).append({ ...report({ n, credential: 'key' }), grantVersion: { credential: 'key', version: 0 } }),
	)
	await Promise.race(waiting)
	const told = await Promise.all([one, two].map((hub) => hub.regrant({ credential: 'key', version: 0, ended: true, by: 'admin' })))
	expect(told.filter(Boolean)).toHaveLength(1)
	const others = range(400).map((n) => (n % 2 === 0 ? one : two).append(report({ n: 1_000 + n, credential: 'free' })))
	expect(await one.changeOperation({ change: { op: 'closed' }, by: 'admin' })).toMatchObject({ ok: true })
	const faults = (await Promise.all([...waiting, ...others])).flatMap((answer) => (answer.ok ? [] : [answer.fault.fault]))
	expect(new Set(faults)).toEqual(new Set(['grant-changed', 'operation-closed']))
	expect(await two.append(report({ n: 5_000 }))).toMatchObject({ ok: false, fault: { fault: 'operation-closed' } })
	const entries = await all(two)
	const ended = entries.findIndex(({ body }) => body.type === 'event' && body.event.op === 'regranted')
	expect(entries.slice(ended + 1).filter((entry) => credentialOf(entry) === 'key')).toEqual([])
	expect(entries.at(-1)?.body).toMatchObject({ event: { op: 'closed' } })
	expect(await harness.verify()).toMatchObject({ ok: true })
})

function credentialOf({ body }: Entry): string | undefined {
	return body.type === 'event' && body.event.kind !== 'system' ? body.event.author.credential : undefined
}

test('[J22] a hub that is killed while it writes holds the other up for no longer than its statement', async () => {
	const journal = await founded(harness)
	const child = harness.startAppender({ first: 0, count: 2_000, writers: 20 })
	let own = 0
	const lines = linesOf(child, (heard) => {
		if (heard.length === 100) child.kill('SIGKILL')
	})
	while (child.exitCode === null && child.signalCode === null) {
		await appended(journal, report({ n: 50_000 + own, credential: 'other' }))
		own += 1
	}
	const acknowledged = (await lines).map(Number)
	expect(acknowledged.length).toBeGreaterThanOrEqual(100)
	const again = await Promise.all(acknowledged.map((n) => appended(journal, report({ n, credential: `writer-${n % 20}` }))))
	expect(again.every(({ known }) => known)).toBe(true)
	expect(await harness.verify()).toMatchObject({ ok: true })
})

test('[J26] each hub hears what it wrote itself, in order and once; between them that is everything', async () => {
	const hubs = await twoHubs()
	const heard: Entry[][] = [[], []]
	hubs.forEach((hub, index) => hub.onCommit((entries) => void heard[index]?.push(...entries)))
	await Promise.all(range(300).map((n) => appended(hubs[n % 2] ?? fail(), report({ n, credential: `c${n % 3}` }))))
	await hubs[1].erase({ seqs: [seq(2)], by: 'Datenschutz', reason: 'Name' })
	for (const own of heard) expect(own.map((entry) => entry.seq)).toEqual(own.map((entry) => entry.seq).toSorted((a, b) => a - b))
	const entries = await all(hubs[0])
	expect(
		heard
			.flat()
			.toSorted((a, b) => a.seq - b.seq)
			.slice(1),
	).toEqual(entries.slice(2))
})

test('[J28] two hubs found an operation once, begin an epoch once, and take turns', async () => {
	const stores = [await harness.hub('hub-1'), await harness.hub('hub-2')]
	const founding = await Promise.all(stores.map((store) => store.create(FLOOD)))
	expect(founding.filter(({ ok }) => ok)).toHaveLength(1)
	const hubs = await Promise.all(stores.map(journalOf))
	const { epoch } = await (hubs[0] ?? fail()).head()
	const begun = await Promise.all(hubs.map((hub) => hub.beginEpoch({ by: 'hub', reason: 'tail lost', after: epoch })))
	expect(begun[0]).toEqual(begun[1])
	expect(begun[0]).toMatchObject({ seq: 2 })
	let inside = 0
	const work = async (): Promise<number> => {
		inside += 1
		await Promise.all(stores.map((store) => store.operations()))
		const most = inside
		inside -= 1
		return most
	}
	const seen = await Promise.all(range(8).map((n) => (stores[n % 2] ?? fail()).inTurn(work)))
	expect(new Set(seen)).toEqual(new Set([1]))
})

test('[J29] a head, a number, a body or metadata that were changed beside the entries are found', async () => {
	const journal = await founded(harness)
	for (const n of [1, 2, 3]) await appended(journal, n === 2 ? note({ n }) : report({ n }))
	const reasonAfter = async (change: string, back: string): Promise<unknown> => {
		await harness.sql({ text: change })
		const verdict = await harness.verify()
		await harness.sql({ text: back })
		return verdict.ok ? 'good' : [verdict.seq, verdict.reason]
	}
	const head = 'UPDATE lagebild.operations SET recorded = recorded'
	expect(await reasonAfter(`${head} + 1`, `${head} - 1`)).toEqual([4, 'the stored head differs from the newest entry'])
	const number = 'UPDATE lagebild.diary SET number = '
	expect(await reasonAfter(`${number} 2`, `${number} 1`)).toEqual([3, 'its number in the book "ETB" is 2, and 1 follows'])
	const body = (from: string, to: string): string => `UPDATE lagebild.bodies SET body = replace(body, '${from}', '${to}') WHERE seq = 2`
	expect(await reasonAfter(body('Keller', 'Keiler'), body('Keiler', 'Keller'))).toEqual([
		2,
		'the body or its salt does not match the commitment',
	])
	const name = (from: string, to: string): string => `UPDATE lagebild.operations SET body = replace(body, '${from}', '${to}')`
	expect(await reasonAfter(name('Elbe', 'Oder'), name('Oder', 'Elbe'))).toEqual([
		4,
		'the stored metadata of the operation differ from what its entries say',
	])
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 4 })
})

test('[J1] [J2] the function of the database makes the chain that the one-machine store makes', async () => {
	const journal = await founded(harness)
	await fc.assert(
		fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { minLength: 1, maxLength: 4 }), async (titles) => {
			const { seq: head } = await journal.head()
			for (const [index, title] of titles.entries()) await appended(journal, report({ n: head * 10 + index, title }))
		}),
		{ numRuns: 10 },
	)
	expect(await harness.verify()).toMatchObject({ ok: true })
	const at = fc.integer({ min: 0, max: Date.UTC(9_999, 11, 31) })
	const samples = fc.sample(at, 200)
	const stamped = await harness.sql({
		text: "SELECT convert_from(lagebild.stamp(ms), 'UTF8') AS stamp FROM unnest($1::bigint[]) WITH ORDINALITY AS x (ms, i) ORDER BY i",
		values: [samples],
	})
	expect(stamped.map((row) => row['stamp'])).toEqual(samples.map((ms) => new Date(ms).toISOString()))
})

test('[J22] who has the database open is known by name, and when its last backup was made', async () => {
	await founded(harness)
	const second = await harness.hub('hub-2')
	await journalOf(second)
	const { nodes, backupAt } = await second.neighbours()
	expect(nodes).toContain('hub-2')
	expect(nodes.length).toBeGreaterThan(1)
	expect(nodes).toEqual(nodes.toSorted())
	expect(backupAt).toBeUndefined()
	await harness.sql({ text: 'CREATE TABLE lagebild.backups (at bigint PRIMARY KEY, node text NOT NULL)' })
	expect((await second.neighbours()).backupAt).toBeUndefined()
	await harness.sql({ text: "INSERT INTO lagebild.backups VALUES (1795339193870, 'hub-2')" })
	expect((await second.neighbours()).backupAt).toBe(1_795_339_193_870)
})
