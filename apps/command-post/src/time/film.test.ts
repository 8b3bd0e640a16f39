import { describe, expect, test } from 'vitest'

import { unit } from '../testing/things.ts'
import { readFilm } from './film.ts'

describe('a film as the hub tells it', () => {
	test('is read with what it says of deleted measurements; what this page does not know is left out', () => {
		const known = unit({ callsign: 'F1' })
		const film = readFilm({
			to: '2026-11-21T20:00:00Z',
			erased: { lage: { entries: 3, until: '2026-11-21T18:00:00Z' } },
			steps: [{ at: 1, put: [known, { ...known, kind: 'dragon' }, null], gone: ['unit:a:b', 7] }, { put: [] }, 'nonsense'],
		})
		expect(film).toEqual({
			to: Date.UTC(2026, 10, 21, 20),
			thinnedUntil: Date.UTC(2026, 10, 21, 18),
			steps: [{ at: 1, put: [known], measured: [], gone: ['unit:a:b'], goneMeasured: [] }],
		})
		expect(readFilm({ steps: [] })).toBeUndefined()
		expect(readFilm('<html>')).toBeUndefined()
	})
})
