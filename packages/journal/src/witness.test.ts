import { instant } from '@lagebild/model/time.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import type { Checkpoint } from './port.ts'
import { sqliteHarness } from './testing/harness.ts'
import type { SqliteHarness } from './testing/harness.ts'
import { founded, T0 } from './testing/steps.ts'
import { readWitness, witnessText } from './witness.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let harness: SqliteHarness
let checkpoint: Checkpoint
beforeAll(async () => {
	harness = await sqliteHarness()
	checkpoint = await (await founded(harness)).checkpoint(instant(T0))
})
afterAll(() => harness.dispose())

test('[J14] a witness is read as lines, as one object and as a list', () => {
	const two = [checkpoint, checkpoint]
	expect(readWitness(witnessText(two))).toEqual(two)
	expect(readWitness(JSON.stringify(checkpoint, null, 2))).toEqual([checkpoint])
	expect(readWitness(JSON.stringify(two))).toEqual(two)
})

test('[J14] what holds anything else is no witness', () => {
	const wrong = [{}, { ...checkpoint, seq: -1 }, { ...checkpoint, seq: '1' }, { ...checkpoint, operation: 'NOT AN ID' }, null, 3]
	for (const value of wrong) expect(readWitness(JSON.stringify([checkpoint, value]))).toBeUndefined()
	for (const text of ['', '\n', '[]', 'x', `${JSON.stringify(checkpoint)}\nx`]) expect(readWitness(text)).toBeUndefined()
})
