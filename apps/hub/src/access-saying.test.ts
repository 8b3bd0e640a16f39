import { hasDuty, mayDo } from '@lagebild/model/access/roles.ts'
import type { Op } from '@lagebild/model/event.ts'
import type { FaultCode } from '@lagebild/model/fault.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { uuid } from './testing/harness.ts'
import { MatrixHub } from './testing/matrix-hub.ts'
import { LABEL_NAMES, LABELS, mayKnow, payloadOf, READERS } from './testing/matrix.ts'
import type { Reader } from './testing/matrix.ts'

const OPS: readonly Op[] = ['upsert', 'patch', 'cancel', 'end', 'retract', 'roster', 'classify']
const CHANNELS = ['HTTP', 'socket'] as const

/** One for each kind, op and label: what is said with one op about one of them leaves the others as they are. */
const THINGS = KINDS.flatMap((kind) =>
	OPS.flatMap((op) => LABEL_NAMES.map((name) => ({ kind, op, name, entity: `${kind}:chef:${op}-${name}`, creation: 0 }))),
).map((thing, index) => ({ ...thing, creation: 20_000 + index }))
type Thing = (typeof THINGS)[number]

let matrix: MatrixHub
let said = 30_000

function version(kind: EntityKind) {
	return kind === 'sensor' ? { version: 2 } : {}
}

/** What the table and the labels say to one statement, put down apart from the code that decides. */
function expected(reader: Reader, thing: Thing): FaultCode | 'said' {
	const { kind, op, name } = thing
	if (!mayDo(reader.role, kind, op) || !(reader.kinds?.includes(kind) ?? true)) return 'not-allowed'
	if (op === 'roster') return 'said'
	if (kind === 'feed' && !hasDuty(reader.role, 'feeds')) return 'wrong-source'
	if (!mayKnow(reader, kind, name)) return HIDDEN[op]
	return isForOthers(reader, thing) ? 'not-allowed' : 'said'
}

/** A program takes back its own words only; somebody else's order is the staff's. */
function isForOthers({ role }: Reader, { kind, op }: Thing): boolean {
	return (op === 'retract' && role === 'integrator') || (kind === 'task' && op !== 'patch' && !hasDuty(role, 'orders'))
}

const HIDDEN: Readonly<Record<Exclude<Op, 'roster'>, FaultCode>> = {
	upsert: 'wrong-source',
	patch: 'unknown-entity',
	cancel: 'unknown-entity',
	end: 'unknown-entity',
	retract: 'unknown-entity',
	classify: 'unknown-entity',
}

function creation({ kind, name, entity, creation: n }: Thing) {
	return { id: uuid(n), kind, ...version(kind), entity, op: 'upsert', label: LABELS[name], payload: payloadOf(kind, 'x') }
}

function statement(reader: Reader, { kind, op, name, entity, creation: n }: Thing) {
	const base = { id: uuid(said++), kind, ...version(kind), entity, op }
	switch (op) {
		case 'upsert':
			return { ...base, payload: payloadOf(kind, 'x') }
		case 'patch':
			return { ...base, confidence: 'plausible' }
		case 'retract':
			return { ...base, retracts: uuid(n) }
		case 'classify':
			return { ...base, label: LABELS[name] }
		case 'roster':
			return {
				...base,
				entity: `${kind}:${reader.name}:${reader.name}`,
				roster: { selectionVersion: 1, listTime: '2026-11-21T20:41:00Z', complete: true, ids: [], streak: 1 },
			}
		case 'cancel':
		case 'end':
			return base
	}
}

const Item = z.union([z.object({ fault: z.string() }), z.object({ effect: z.string() })])
const Items = z.array(Item)
const Whole = z.object({ fault: z.string() })
type Item = z.infer<typeof Item>

async function say(channel: (typeof CHANNELS)[number], reader: Reader, events: readonly unknown[]): Promise<readonly Item[]> {
	if (channel === 'HTTP') {
		const { body } = await matrix.hub.post(events, matrix.keyOf(reader))
		const whole = Whole.safeParse(body)
		return whole.success ? events.map(() => whole.data) : Items.parse(body)
	}
	const socket = matrix.hub.socket('lage', { token: matrix.keyOf(reader) })
	const answers = await socket.emitWithAck('submit', events)
	socket.close()
	return Items.parse(answers)
}

async function headOf(): Promise<number> {
	const { body } = await matrix.hub.ask('/api/v1/operations/lage/picture?bbox=0,0,1,1&bases=false', { key: matrix.chief })
	return z.object({ seq: z.int() }).parse(body).seq
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}

beforeAll(async () => {
	matrix = await MatrixHub.start()
	const mine = THINGS.filter(({ name, kind }) => name !== 'polizei' && kind !== 'feed')
	for (const [key, things] of [[matrix.chief, mine] as const, [matrix.police, THINGS.filter((thing) => !mine.includes(thing))] as const]) {
		for (const events of chunks(things.map(creation), 200)) await matrix.hub.post(events, key)
	}
}, 90_000)

afterAll(async () => {
	await matrix.close()
})

describe.each(CHANNELS)('by %s', (channel) => {
	test.each(READERS)('$name ($role, $clearance, $organisation) says what the table lets it say, of what it sees', async (reader) => {
		const before = await headOf()
		const outcomes: (readonly [string, string])[] = []
		for (const things of chunks(THINGS, 180)) {
			const answers = await say(
				channel,
				reader,
				things.map((thing) => statement(reader, thing)),
			)
			for (const [index, answer] of answers.entries()) {
				outcomes.push([`${things[index]?.op} ${things[index]?.entity}`, 'fault' in answer ? answer.fault : 'said'])
			}
		}
		expect(outcomes).toEqual(THINGS.map((thing) => [`${thing.op} ${thing.entity}`, expected(reader, thing)]))
		expect(await headOf()).toBe(before + outcomes.filter(([, outcome]) => outcome === 'said').length)
	})
})
