import { Socket } from 'node:net'

import { expect, test, vi } from 'vitest'

import { FORMAT_NAMES } from './registry.ts'
import { fuzz } from './testing/fuzz.ts'

/** Of all formats together; other inputs than those of `npm test`. */
const RUNS = 100_000

test.each(FORMAT_NAMES)(
	'%s: of very many inputs none throws, hangs, changes a prototype, asks for anything or says what the hub refuses',
	(format) => {
		const connect = vi.spyOn(Socket.prototype, 'connect')
		const fetch = vi.spyOn(globalThis, 'fetch')
		expect(fuzz(format, Math.ceil(RUNS / FORMAT_NAMES.length), 7)).toBe('')
		expect(connect).not.toHaveBeenCalled()
		expect(fetch).not.toHaveBeenCalled()
	},
	900_000,
)
