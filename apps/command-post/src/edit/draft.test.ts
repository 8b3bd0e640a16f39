import { pointGeometry } from '@lagebild/model/geo.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { describe, expect, test } from 'vitest'

import { drawn, redone, undone } from '../draw/history.ts'
import { NOW, OPERATION, unit } from '../testing/things.ts'
import {
	changesOf,
	decide,
	decidePlace,
	draftOf,
	faultsOf,
	isMoved,
	isPlaceNewer,
	isUntouched,
	meanwhile,
	newDraft,
	payloadOf,
} from './draft.ts'
import type { EditDraft } from './draft.ts'
import { EDIT_FIELDS } from './fields.ts'
import { EDIT_KINDS } from './kinds.ts'
import { statementsOf } from './statements.ts'

const CLOCK = { now: NOW, timeZone: 'Europe/Berlin' }
const PLACE = { lat: 53.54, lng: 9.98 }
const [LNG, LAT] = [9.98, 53.54]

function typed(draft: EditDraft, fields: Readonly<Record<string, string>>): EditDraft {
	return { ...draft, fields: { ...draft.fields, ...fields } }
}

function unitDraft(
	row = unit({ callsign: 'Florian 1', organisation: 'feuerwehr' }, { geometry: { type: 'Point', coordinates: [LNG, LAT] } }),
): EditDraft {
	const draft = draftOf(row, OPERATION, CLOCK)
	if (!draft) throw new Error('no draft')
	return draft
}

describe('the fields of the form', () => {
	test.each(EDIT_KINDS)('of the kind %s are fields of the kind, and each choice is one of its own', (kind) => {
		const payload = KIND_TABLE[kind].payload.partial()
		for (const { field, options = [] } of EDIT_FIELDS[kind].filter(({ type }) => type === 'choice')) {
			for (const option of options) expect(payload.safeParse({ [field]: option }), `${field}: ${option}`).toMatchObject({ success: true })
		}
		expect(Object.keys(KIND_TABLE[kind].payload.shape)).toEqual(expect.arrayContaining(EDIT_FIELDS[kind].map(({ field }) => field)))
	})

	test.each(EDIT_KINDS)('of a new %s ask for what the kind cannot be without', (kind) => {
		const [name] = EDIT_FIELDS[kind]
		const begun = newDraft({ kind, operation: OPERATION, at: PLACE })
		expect([...faultsOf(begun, CLOCK).fields]).toEqual([[name?.field, 'missing']])
		const filled = typed(begun, { [name?.field ?? '']: 'Veddel' })
		expect(faultsOf(filled, CLOCK).fields.size).toBe(0)
		expect(KIND_TABLE[kind].payload.safeParse(payloadOf(filled, CLOCK))).toMatchObject({ success: true })
	})
})

describe('what was typed', () => {
	test('is said as the kind has it, and nothing is said of what was left empty', () => {
		const draft = typed(newDraft({ kind: 'closure', operation: OPERATION, at: PLACE }), { road: ' A 1 ', depthMetres: '0,4' })
		expect(payloadOf(draft, CLOCK)).toEqual({ road: 'A 1', state: 'closed', depthMetres: 0.4 })
	})

	test.each([
		['population', 'viele', 'people'],
		['deadline', '25:00', 'clock'],
		['name', 'Vedd\u202Eel', 'signs'],
	])('that cannot be %s is named by field and reason', (field, text, fault) => {
		const draft = typed(newDraft({ kind: 'area', operation: OPERATION, at: PLACE }), { name: 'Veddel', [field]: text })
		expect([...faultsOf(draft, CLOCK).fields]).toEqual([[field, fault]])
	})

	test('of a strength with a wrong sum is refused', () => {
		expect([...faultsOf(typed(unitDraft(), { strength: '1/2/6/10' }), CLOCK).fields]).toEqual([['strength', 'strength']])
	})

	test('changes the fields that differ, and null takes one out', () => {
		const row = unit({ callsign: 'Florian 1', organisation: 'feuerwehr', leader: 'Brandt' })
		const draft = typed(unitDraft(row), { callsign: 'Florian 2', leader: '' })
		expect(changesOf(draft, CLOCK)).toEqual({ callsign: 'Florian 2', leader: null })
		expect(statementsOf(unitDraft(row), 'person', CLOCK)).toEqual([])
	})
})

describe('a place', () => {
	test('that was not moved is not said again', () => {
		const draft = unitDraft()
		expect(isMoved(draft)).toBe(false)
		expect(isUntouched(draft)).toBe(true)
		const moved = { ...draft, sketch: drawn(draft.sketch, { shape: 'point', points: [{ lat: 53.5, lng: 10 }] }) }
		expect(isMoved(moved)).toBe(true)
		expect(statementsOf(moved, 'person', CLOCK)).toMatchObject([{ op: 'patch', geometry: { type: 'Point', coordinates: [10, 53.5] } }])
	})

	test('is wanted of an area, and an outline that crosses itself is refused', () => {
		const draft = typed(newDraft({ kind: 'area', operation: OPERATION }), { name: 'Veddel' })
		expect(faultsOf(draft, CLOCK).sketch).toBe('missing')
		const points = [
			{ lat: 53, lng: 10 },
			{ lat: 54, lng: 11 },
			{ lat: 54, lng: 10 },
			{ lat: 53, lng: 11 },
		]
		expect(faultsOf({ ...draft, sketch: drawn(draft.sketch, { shape: 'polygon', points }) }, CLOCK).sketch).toMatchObject({
			code: 'crossing',
		})
	})

	test('that came about step by step is taken back step by step', () => {
		const { sketch } = newDraft({ kind: 'incident', operation: OPERATION, at: PLACE })
		const moved = drawn(sketch, { shape: 'point', points: [{ lat: 53.5, lng: 10 }] })
		expect(undone(moved).now).toEqual(sketch.now)
		expect(redone(undone(moved))).toEqual(moved)
		expect(undone(sketch)).toEqual(sketch)
	})

	test('of fifty thousand points stays as it is while its words are changed', () => {
		const coordinates = Array.from({ length: 50_000 }, (_, index): [number, number] => [
			10 + (index % 49_999) / 1e6,
			53.5 + (index % 7) / 1e6,
		])
		const row = unit({ callsign: 'Florian 1', organisation: 'feuerwehr' }, { geometry: { type: 'LineString', coordinates } })
		const draft = typed(unitDraft(row), { short: 'FL 1' })
		expect(draft.fixed).toBe(true)
		expect(faultsOf(draft, CLOCK).sketch).toBeUndefined()
		expect(statementsOf(draft, 'person', CLOCK)).toMatchObject([{ payload: { short: 'FL 1' } }])
		expect(statementsOf(draft, 'person', CLOCK)[0]).not.toHaveProperty('geometry')
	})
})

describe('what somebody else says while the form is open', () => {
	const before = unit({ callsign: 'Florian 1', organisation: 'feuerwehr', leader: 'Brandt' })
	const after = unit({ callsign: 'Florian 1', organisation: 'feuerwehr', leader: 'Ramm' })

	test('is taken over where nobody typed', () => {
		const { draft, newer } = meanwhile(unitDraft(before), after, CLOCK)
		expect([draft.fields['leader'], newer]).toEqual(['Ramm', []])
		expect(changesOf(draft, CLOCK)).toEqual({})
	})

	test('stands beside what was typed until somebody decides', () => {
		const draft = typed(unitDraft(before), { leader: 'Meyer' })
		const { newer } = meanwhile(draft, after, CLOCK)
		expect(newer).toEqual([{ field: 'leader', typed: 'Ramm' }])
		const [one] = newer
		if (!one) throw new Error('nothing newer')
		const [mine, theirs] = [decide(draft, one, true), decide(draft, one, false)]
		expect(changesOf(mine, CLOCK)).toEqual({ leader: 'Meyer' })
		expect(changesOf(theirs, CLOCK)).toEqual({})
		expect(meanwhile(mine, after, CLOCK).newer).toEqual([])
	})

	test('of its place is said as well', () => {
		const draft = unitDraft(before)
		const moved = { ...after, geometry: pointGeometry({ lat: 53.5, lng: 10 }) }
		expect(isPlaceNewer(draft, moved)).toBe(true)
		const theirs = decidePlace(draft, moved, false)
		expect(isPlaceNewer(theirs, moved)).toBe(false)
		expect(isMoved(theirs)).toBe(false)
		expect(isMoved(decidePlace({ ...draft, sketch: drawn(draft.sketch, { shape: 'point', points: [PLACE] }) }, moved, true))).toBe(true)
	})
})

test('a section that is outlined brings its outline as an area that is about it', () => {
	const draft = typed(newDraft({ kind: 'section', operation: OPERATION }), { name: 'Wilhelmsburg Ost', number: 'EA 2' })
	const outline = { shape: 'circle', centre: PLACE, radiusMetres: 400 } as const
	const [section, area] = statementsOf({ ...draft, sketch: drawn(draft.sketch, outline) }, 'person', CLOCK)
	expect(section).toMatchObject({ op: 'upsert', kind: 'section', payload: { name: 'Wilhelmsburg Ost' } })
	expect(area).toMatchObject({
		kind: 'area',
		payload: { name: 'EA 2 Wilhelmsburg Ost', role: 'section' },
		links: [{ rel: 'about', to: section?.entity }],
	})
	expect(statementsOf(draft, 'person', CLOCK)).toHaveLength(1)
})
