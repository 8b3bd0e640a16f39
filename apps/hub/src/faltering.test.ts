import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Journal, JournalStore } from '@lagebild/journal/port.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { OperationId, seq } from '@lagebild/model/ids.ts'
import { NewOperation } from '@lagebild/model/operation.ts'
import { scopeIdOf, scopeOf } from '@lagebild/picture/scope.ts'
import { until } from '@lagebild/testing/until.ts'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { noBus } from './bus.ts'
import { steadyClock } from './clock.ts'
import { grantOf } from './core/testing/make.ts'
import { Heads } from './io/storage/heads.ts'
import { Operations } from './operations.ts'
import type { RunningOperation } from './running.ts'
import { smallestEvent } from './testing/harness.ts'

const LAGE = OperationId.parse('lage')
const GRANT = grantOf({ source: 'admin', role: 'admin', operations: 'all' })
const WISH = NewOperation.parse({ id: LAGE, name: 'Lage', status: 'test' })

let folder = ''
let store: JournalStore
let operations: Operations
/** What the journal refuses to do now, as when its database is away for a moment. */
let away: keyof Journal | undefined
let committed = 0

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-faltering-'))
	store = await openSqliteStore({ folder: path.join(folder, 'journals'), now: Date.now })
	;[away, committed] = [undefined, 0]
	operations = operationsOver({ open: async (id) => faltering(await store.open(id)) })
	await operations.openAll()
})

afterEach(async () => {
	await operations.close()
	await store.close()
	rmSync(folder, { recursive: true })
})

/** @param over what of the store is another */
function operationsOver(over: Partial<JournalStore>): Operations {
	const { create, operations: list, neighbours, inTurn, open, close } = bound(store)
	return new Operations({
		store: { kind: 'sqlite', create, operations: list, neighbours, inTurn, open, close, ...over },
		bus: noBus(),
		heads: new Heads(folder),
		now: steadyClock(),
		log: pino({ level: 'silent' }),
		deliver: () => undefined,
		grantOf: () => 'same',
		followAccess: () => Promise.resolve(),
		meter: {
			appended: () => undefined,
			committed: (entries) => (committed += entries),
			ticked: () => undefined,
			resynced: () => undefined,
		},
		onFatal: (error) => {
			throw error
		},
		onReach: () => undefined,
		onDirectory: () => undefined,
		onRetired: () => undefined,
	})
}

function bound<T extends object>(thing: T, refuses: (name: string | symbol) => boolean = () => false): T {
	return new Proxy(thing, {
		get: (target, name): unknown => {
			const value: unknown = Reflect.get(target, name)
			if (refuses(name)) return () => Promise.reject(new Error('away'))
			return typeof value === 'function' ? (...given: readonly unknown[]): unknown => Reflect.apply(value, target, given) : value
		},
	})
}

function faltering(journal: Journal | undefined): Journal | undefined {
	return journal && bound(journal, (name) => name === away)
}

async function created(): Promise<RunningOperation> {
	const made = await operations.create(WISH)
	if (!made.ok) throw new Error(made.fault.message)
	return made.value
}

test('[N6] a picture that could not be folded anew when it was due is folded when it can be', async () => {
	const running = await created()
	const said = await running.submit(GRANT, [smallestEvent(1)])
	expect(said).toMatchObject({ ok: true, value: [{ seq: 2 }] })
	away = 'head'
	const journal = await store.open(LAGE)
	await journal?.erase({ seqs: [seq(2)], by: 'anna', reason: 'Art. 17' })
	await until('the picture is out of date', () => (running.outdated ? true : undefined))
	await operations.look()
	expect(operations.get(LAGE)).toBe(running)
	away = undefined
	await until('another picture', async () => {
		await operations.look()
		return operations.get(LAGE) === running ? undefined : true
	})
	expect(operations.get(LAGE)?.erased).toMatchObject({ entries: 1, seq: 2 })
})

test('[N1] a picture that could not be begun is told nothing more', async () => {
	away = 'read'
	expect(await created().catch(String)).toMatch('away')
	away = undefined
	const running = await operations.create({ ...WISH, id: OperationId.parse('zwei') })
	expect(running.ok).toBe(true)
	committed = 0
	const journal = await store.open(LAGE)
	await journal?.changeOperation({ change: { op: 'changed', values: { name: 'Andere' } }, by: 'anna' })
	expect(committed).toBe(0)
})

test('[N1] an operation has one picture, also when it is found in the list while it is being created', async () => {
	const began: (RunningOperation | undefined)[] = []
	operations = operationsOver({
		kind: 'postgres',
		create: async (operation) => {
			const made = await store.create(operation)
			await operations.look()
			began.push(operations.get(operation.id))
			return made
		},
	})
	await operations.openAll()
	const running = await created()
	expect(began).toEqual([running])
	expect(operations.get(LAGE)).toBe(running)
})

test('[N6] whoever still asks a picture that another has replaced is sent away, and not left waiting', async () => {
	const running = await created()
	await running.retire(0)
	const want = { cover: 'all' } as const
	expect(await running.load(GRANT, { scopeId: scopeIdOf(scopeOf(GRANT, want)), want })).toMatchObject({
		ok: false,
		fault: { fault: 'not-ready' },
	})
})
