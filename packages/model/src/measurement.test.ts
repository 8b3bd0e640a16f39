import { expect, test } from 'vitest'

import { NO_FIX } from './geo.ts'
import { Measurements } from './measurement.ts'

const OBSERVED = '2026-11-21T21:04:08+01:00'

test('a position of exactly 0/0 is a sensor without a fix, row by row', () => {
	const positions = {
		entity: ['unit:a:1', 'unit:a:2', 'unit:a:3'],
		observed: [OBSERVED, OBSERVED, OBSERVED],
		lat: [53.5, 0, 0],
		lng: [0, 0, 10],
	}
	const issues = Measurements.safeParse({ positions }).error?.issues ?? []
	expect(issues).toMatchObject([{ path: ['positions', 'lat', 1], params: { fault: 'bad-position' }, message: NO_FIX }])
})
