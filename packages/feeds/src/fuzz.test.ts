import { Socket } from 'node:net'

import { describe, expect, test, vi } from 'vitest'

import { FORMAT_NAMES } from './registry.ts'
import { fuzz } from './testing/fuzz.ts'

/** Of all formats together. */
const RUNS = 5_000

describe('whatever comes', () => {
	test.each(FORMAT_NAMES)('%s: nothing throws, hangs, changes a prototype, asks for anything or says what the hub refuses', (format) => {
		const connect = vi.spyOn(Socket.prototype, 'connect')
		const fetch = vi.spyOn(globalThis, 'fetch')
		expect(fuzz(format, Math.ceil(RUNS / FORMAT_NAMES.length), 20_261_121)).toBe('')
		expect(connect).not.toHaveBeenCalled()
		expect(fetch).not.toHaveBeenCalled()
	})
})
