import { Config } from '@lagebild/config/schema.ts'
import { expect, test } from 'vitest'

import { retentionOf } from './caretaker.ts'

test('measurements of the real world are kept longer than those of an exercise, which are bounded in size too', () => {
	const { retention } = Config.parse({})
	expect(retentionOf('actual', retention)).toEqual({ batchAgeMs: 72 * 3_600_000, batchBytes: Number.MAX_SAFE_INTEGER })
	for (const status of ['exercise', 'test'] as const) {
		expect(retentionOf(status, retention)).toEqual({ batchAgeMs: 24 * 3_600_000, batchBytes: 2_000_000_000 })
	}
})
