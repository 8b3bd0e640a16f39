import { createInterface } from 'node:readline'

import { ErasureReport, ErasureWish } from '@lagebild/model/erasure.ts'
import { Fault } from '@lagebild/model/fault.ts'
import { OperationId } from '@lagebild/model/ids.ts'

import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { withOwnKey } from './own-key.ts'
import { runningHub } from './running.ts'

export type EraseWish = {
	readonly operation: string
	readonly entity?: string | undefined
	readonly mentions: boolean
	readonly seqs?: readonly number[] | undefined
	/** Absent: it is asked for. */
	readonly reason?: string | undefined
	/** How many entries go, as a preview said; absent: it is asked for. */
	readonly confirm?: number | undefined
	/** Absent: one that holds for this call. */
	readonly key: string | undefined
}

/** The person at the console. */
export type Person = { readonly out: (text: string) => void; readonly input: NodeJS.ReadableStream }

const TIMEOUT_MS = 120_000
/** Key of this call: a person reads what would go, and decides. */
const THINKING_MS = 3_600_000
/** Things, numbers and runs of numbers that are named. */
const SHOWN = 50

/** Erases at the running hub what a person has seen named and confirmed. @returns the exit code: 1 when it was not confirmed. */
export async function erase(paths: Paths, wish: EraseWish, person: Person): Promise<number> {
	if (!OperationId.safeParse(wish.operation).success) throw new Refusal(`"${wish.operation}" is no operation.`)
	if ((wish.entity === undefined) === (wish.seqs === undefined)) throw new Refusal('Say what is to be erased: either --entity or --seqs.')
	const { url } = await runningHub(paths)
	const address = `${url}/api/v1/operations/${wish.operation}/erasures`
	const lines = createInterface({ input: person.input, terminal: false })
	try {
		const work = (key: string) => erased({ address, key }, wish, { out: person.out, ask: asking(lines, person.out) })
		if (wish.key !== undefined) return await work(wish.key)
		return await withOwnKey(paths, { name: 'konsole-erase', role: 'admin', operations: [wish.operation], ms: THINKING_MS }, work)
	} finally {
		lines.close()
	}
}

type Asking = (question: string) => Promise<string>

/** An input that has ended answers nothing. */
function asking(lines: AsyncIterable<string>, out: (text: string) => void): Asking {
	const answers = lines[Symbol.asyncIterator]()
	return async (question) => {
		out(question)
		const next = await answers.next()
		return next.done === true ? '' : next.value.trim()
	}
}

type Route = { readonly address: string; readonly key: string }
type Talk = { readonly out: (text: string) => void; readonly ask: Asking }

async function erased(route: Route, asked: EraseWish, { out, ask }: Talk): Promise<number> {
	const reason = asked.reason ?? (await ask('Why? It is kept for ever, with the name of whoever erases: no personal data in it.'))
	const wish = wishOf(asked, reason)
	const preview = await posted(route, wish, true)
	for (const line of previewLines(preview)) out(line)
	if (preview.entries === 0) return 0
	if (preview.hidden > 0)
		throw new Refusal('While it holds what this key may not read, nothing is erased. A key that may is named with --key.')
	const confirmed = asked.confirm ?? Number(await ask(`Type ${preview.entries} to erase this for ever; anything else leaves it as it is.`))
	if (confirmed !== preview.entries) {
		out('Nothing was erased.')
		return 1
	}
	const { entries } = await posted(route, { ...wish, entries: preview.entries }, false)
	out(`Erased: ${entriesText(entries)}. Backups and exports keep what they got (docs/privacy.md).`)
	return 0
}

function wishOf({ entity, seqs, mentions }: EraseWish, reason: string): ErasureWish {
	const wish = ErasureWish.safeParse({ entity, seqs, mentions, reason })
	if (wish.success) return wish.data
	const [issue] = wish.error.issues
	throw new Refusal([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '))
}

async function posted({ address, key }: Route, wish: ErasureWish, dryRun: boolean): Promise<ErasureReport> {
	const response = await fetch(`${address}?dryRun=${dryRun}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(wish),
		signal: AbortSignal.timeout(TIMEOUT_MS),
	})
	const answer: unknown = await response.json()
	if (response.ok) return ErasureReport.parse(answer)
	const told = Fault.safeParse(answer)
	throw new Refusal(told.success ? [told.data.path, told.data.message].filter(Boolean).join(': ') : `The hub answered ${response.status}.`)
}

function count(n: number, one: string, several = `${one}s`): string {
	return `${n} ${n === 1 ? one : several}`
}

function entriesText(entries: number): string {
	return count(entries, 'entry', 'entries')
}

function* previewLines({ operation, entries, ranges, gone, hidden, ...what }: ErasureReport): Generator<string> {
	if (entries === 0) yield `There is nothing to erase in ${operation}.`
	else {
		yield `Of ${operation} would go for ever: ${entriesText(entries)}, ${upTo(ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)))}`
		yield* goingLines(what)
	}
	if (gone > 0) yield `Erased before: ${entriesText(gone)}.`
	if (hidden > 0) yield `With something that this key may not read: ${entriesText(hidden)}.`
	if (what.mentions > 0)
		yield `Named by ${count(what.mentions, 'statement')} about something else, which stay; --mentions takes them as well.`
	if (what.measured) yield 'What was measured of it stays until the retention takes it.'
}

type Going = Pick<ErasureReport, 'entities' | 'diary' | 'batches' | 'photos'>

function* goingLines({ entities, diary, batches, photos }: Going): Generator<string> {
	for (const { entity, statements } of entities.slice(0, SHOWN)) yield `  ${entity}: ${count(statements, 'statement')}`
	if (entities.length > SHOWN) yield `  … and ${entities.length - SHOWN} more`
	if (diary.length > 0) yield `  diary: ${upTo(diary.map(({ book, number }) => `${book} ${number}`))}; the numbers stay`
	if (batches > 0) yield `  ${count(batches, 'batch', 'batches')} of measurements, with those of other things`
	if (photos > 0) yield `  ${count(photos, 'photo')}, but for what something else names too`
}

function upTo(texts: readonly string[]): string {
	const more = texts.length > SHOWN ? ` and ${texts.length - SHOWN} more` : ''
	return `${texts.slice(0, SHOWN).join(', ')}${more}`
}
