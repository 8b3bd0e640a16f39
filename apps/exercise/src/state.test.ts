import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { scenarioAt, wallAt } from './scenario/clock.ts'
import { readState, stateAt, writeState } from './state.ts'

const START = 1_800_000_000_000
const HOUR = 3_600_000

test('a crash and a restart go on as if nothing had been; what was told is not told again', () => {
	const begun = stateAt(START, undefined, 1)
	const again = stateAt(START + HOUR, { ...begun, alive: START + HOUR - 20_000, told: START + HOUR - 20_000 }, 1)
	expect(again.clock).toEqual(begun.clock)
	expect(again.told).toBe(START + HOUR - 20_000)
})

test('after an interruption the scenario goes on where it stood', () => {
	const begun = stateAt(START, undefined, 1)
	const again = stateAt(START + 20 * HOUR, { ...begun, alive: START + HOUR, told: START + HOUR }, 1)
	expect(scenarioAt(again.clock, START + 20 * HOUR)).toBe(HOUR)
	expect(wallAt(again.clock, HOUR + 1)).toBe(START + 20 * HOUR + 1)
})

test('another speed changes what comes and nothing that was', () => {
	const begun = stateAt(START, undefined, 1)
	const again = stateAt(START + HOUR, { ...begun, alive: START + HOUR - 1_000, told: START }, 60)
	expect(scenarioAt(again.clock, START + HOUR / 2)).toBe(HOUR / 2)
	expect(scenarioAt(again.clock, START + HOUR + 60_000)).toBe(2 * HOUR)
})

test('state is read as it was written, and an unreadable file is none', () => {
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-exercise-'))
	const file = join(folder, 'deep', 'state.json')
	const state = { ...stateAt(START, undefined, 2), port: 4_711 }
	writeState(file, state)
	expect(readState(file)).toMatchObject(state)
	expect(readState(join(folder, 'missing.json'))).toBeUndefined()
	rmSync(folder, { recursive: true })
})
