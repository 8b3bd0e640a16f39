import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import { expect, test } from 'vitest'

import { journal, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'

const INCIDENT = 'incident:lagezentrum:keller-veddel-1'

test('[P26] the smallest useful event becomes a row', () => {
	const picture = fold(
		journal(
			statement({
				op: 'upsert',
				entity: INCIDENT,
				at: 1_000,
				with: {
					geometry: { type: 'Point', coordinates: [10.02, 53.52] },
					payload: { title: 'Wasser im Keller', category: 'flooding', priority: 'sofort' },
				},
			}),
		),
	)
	expect(row(picture, INCIDENT)).toEqual({
		id: INCIDENT,
		k: 1,
		v: 1,
		kind: 'incident',
		fields: { title: 'Wasser im Keller', category: 'flooding', priority: 'sofort' },
		geometry: { type: 'Point', coordinates: [10.02, 53.52] },
		at: 1_000,
		sources: [{ source: 'lagezentrum', rank: 'person', name: 'LAGEZENTRUM', at: 1_000 }],
		life: 'live',
		label: DEFAULT_LABEL,
	})
})
