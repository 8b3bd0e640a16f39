import { expect, test } from 'vitest'

import { foldTrack, readEntry } from './history.ts'

function entry(seq: number, event: object) {
	return {
		seq,
		recorded: '2026-11-21T20:00:00.000Z',
		event: { op: 'patch', effective: seq * 60_000, author: { name: 'fahrzeuge', rank: 'device' }, ...event },
	}
}

const place = { geometry: { type: 'Point', coordinates: [10, 53.5] } }

test('points of a track in a row are one line, and what was said between them stays', () => {
	const entries = [
		entry(5, { ...place, thinned: { seq: 4 } }),
		entry(4, { ...place, thinned: { seq: 3 } }),
		entry(3, { payload: { fms: 3 } }),
		entry(2, { ...place, thinned: { seq: 1 } }),
	].flatMap(readEntry)
	expect(foldTrack(entries)).toMatchObject([
		{ seq: 5, track: true, before: { count: 1, since: 240_000 } },
		{ seq: 3, track: false, said: [['fms', 3]] },
		{ seq: 2, track: true },
	])
})

test('an entry without a number is no entry, and an erased one says so', () => {
	expect(readEntry({ event: {} })).toEqual([])
	expect(readEntry({ seq: 7, erased: true, batch: undefined })).toMatchObject([{ seq: 7, op: 'erased', said: [] }])
})

test('a classification says the label and why, as far as it was said', () => {
	const label = { level: 'restricted', organisations: ['Polizei'] }
	const ext = { lagebild: { reason: 'Angehörige noch nicht verständigt' } }
	expect(readEntry(entry(3, { op: 'classify', label, ext }))).toMatchObject([{ label, reason: ext.lagebild.reason }])
	const [bare] = readEntry(entry(2, { op: 'classify', label: { level: 'open' } }))
	expect(bare).toMatchObject({ label: { level: 'open' } })
	expect(bare).not.toHaveProperty('reason')
	expect(readEntry(entry(1, { op: 'patch', label, ext }))[0]).not.toHaveProperty('label')
})
