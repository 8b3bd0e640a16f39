import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { startStack } from '@lagebild/testing/stack.ts'
import { expect, test } from '@playwright/test'

/** A day of the scenario at speed 60. */
const DAY_AT_60_MS = (24 * 60 * 60 * 1000) / 60
const SAMPLE_MS = 20_000
const LIMIT_BYTES = 2_000_000_000

function sizeOf(folder: string): number {
	return readdirSync(folder, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.reduce((sum, entry) => sum + (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0), 0)
}

function median(values: readonly number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

test('a day of the exercise at speed 60 stays small and its memory flat', async () => {
	const data = mkdtempSync(join(tmpdir(), 'lagebild-day-'))
	const config = join(data, 'day.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: true, speed: 60 } }))
	const stack = await startStack({ data, env: { LAGEBILD_CONFIG: config } })
	const memory: Record<string, number[]> = { hub: [], ingest: [], exercise: [] }
	try {
		const end = Date.now() + DAY_AT_60_MS
		while (Date.now() < end) {
			await pause(SAMPLE_MS)
			for (const [room, samples] of Object.entries(memory)) samples.push(stack.memory(room))
			expect(sizeOf(data)).toBeLessThan(LIMIT_BYTES)
		}
		console.log(`data folder after the day: ${(sizeOf(data) / 1e6).toFixed(0)} MB`)
		for (const [room, samples] of Object.entries(memory)) {
			const third = Math.floor(samples.length / 3)
			const [middle, last] = [median(samples.slice(third, 2 * third)), median(samples.slice(2 * third))]
			console.log(
				`${room}: median resident memory ${(middle / 1e6).toFixed(0)} MB in the second third, ${(last / 1e6).toFixed(0)} MB in the last`,
			)
			expect(last).toBeLessThan(middle * 1.15)
		}
	} finally {
		await stack.dispose()
	}
})
