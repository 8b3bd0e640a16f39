import type { Geometry } from '@lagebild/model/geo.ts'
import { entityId, seq } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { contentOf, NOW, OPERATION, thing } from '../testing/things.ts'
import { promotingWords, reportWords, signingWords } from './report-words.ts'
import { filterReports, inboxOf, isIn, isUnverified, nextNumber, reportsOf } from './reports.ts'

function message(native: string, fields: RowOf<'message'>['fields'], more: Partial<RowOf<'message'>> = {}): RowOf<'message'> {
	return {
		id: entityId('message', 'leitstelle', native),
		k: 1,
		v: seq(1),
		kind: 'message',
		fields: { text: native, ...fields },
		at: instant(NOW),
		sources: [{ source: 'leitstelle', rank: 'device', name: 'Leitstelle', at: instant(NOW) }],
		life: 'live',
		label: { level: 'internal' },
		...more,
	}
}

function at(lng: number, lat: number): Geometry {
	return { type: 'Point', coordinates: [lng, lat] }
}
const own = new Set(['S2'])

describe('the messages of a staff', () => {
	const urgent = message('eilig', { priority: 'blitz', direction: 'in', registryNumber: 'E 9' }, { at: instant(NOW - 60_000) })
	const plain = message('neu', { direction: 'in', registryNumber: 'E 10' })
	const given = message('verteilt', { direction: 'in', distribution: { S2: true, S3: true, S4: false }, receipts: { S3: 'K. Rudat' } })
	const sent = message('hinaus', { direction: 'out', registryNumber: 'A 3' })
	const entry = message('eintrag', { type: 'diary', book: 'Einsatztagebuch' })
	const reports = reportsOf(contentOf(...[urgent, plain, given, sent, entry].map((row) => thing(row))))
	const shown = (view: Parameters<typeof isIn>[1]) =>
		filterReports(reports, { view, text: '' }, own).map(({ thing: { row } }) => row.fields.text)

	test('leave the entries of the diary out', () => {
		expect(shown('all')).toHaveLength(4)
	})

	test('wait for the Sichter, the urgent first', () => {
		expect(shown('unsorted')).toEqual(['eilig', 'neu'])
	})

	test('wait for the functions that have not signed', () => {
		expect(shown('mine')).toEqual(['verteilt'])
		expect(reports.find(({ thing: { row } }) => row.id === given.id)).toMatchObject({ to: ['S2', 'S3'], unread: ['S2'] })
		expect(filterReports(reports, { view: 'mine', text: '' }, new Set(['S3']))).toEqual([])
	})

	test('are found by their text, and numbered by the register of their direction', () => {
		expect(filterReports(reports, { view: 'all', text: 'HINAUS' }, own)).toHaveLength(1)
		expect([nextNumber(reports, 'in'), nextNumber(reports, 'out')]).toEqual(['E 11', 'A 4'])
		expect(nextNumber([], 'in')).toBe('E 1')
	})
})

describe('what nobody vouches for', () => {
	test.each([
		[{}, {}, false],
		[{}, { confidence: 'unverified' as const }, true],
		[{}, { confidence: 'refuted' as const }, false],
		[{ type: 'chat' as const }, {}, true],
		[{ type: 'chat' as const }, { confidence: 'plausible' as const }, false],
		[{}, { sources: [{ source: 'x', rank: 'crowd' as const, name: 'Bürger', at: instant(NOW) }] }, true],
		[{}, { confidence: 'unverified' as const, life: 'ended' as const }, false],
	])('%j %j: %s', (fields, more, expected) => {
		expect(isUnverified(message('m', fields, more))).toBe(expected)
	})

	test('lies with what was reported close by in the same hour', () => {
		const unverified = { confidence: 'unverified' as const }
		const one = message('a', { priority: 'sofort' }, { ...unverified, geometry: at(10, 53.5) })
		const near = message('b', {}, { ...unverified, geometry: at(10.002, 53.5), at: instant(NOW - 60_000) })
		const far = message('c', {}, { ...unverified, geometry: at(10.02, 53.5) })
		const old = message('d', {}, { ...unverified, geometry: at(10, 53.5), at: instant(NOW - 2 * 3_600_000) })
		const placeless = message('e', {}, unverified)
		const inbox = inboxOf(contentOf(...[placeless, far, near, old, one].map((row) => thing(row))))
		expect(inbox[0]).toMatchObject({ thing: { row: { id: one.id } }, near: [near.id] })
		expect(inbox.map(({ near: others }) => others.length)).toEqual([1, 0, 1, 0, 0])
	})
})

describe('what is said of a message', () => {
	test('a receipt bears the name and the time', () => {
		const signing = { addressee: 'S2', name: 'J. Brandt', now: NOW, timeZone: 'Europe/Berlin' }
		const [word] = signingWords({ ...thing(message('m', {})), row: message('m', {}) }, signing)
		expect(word?.statement.payload).toEqual({ receipts: { S2: 'J. Brandt, 212104nov26' } })
	})

	test('an incident takes over place, urgency, text and reporter, and the message speaks of it', () => {
		const row = message(
			'm',
			{ text: 'Wasser im Keller', priority: 'sofort', from: 'Bürgerin' },
			{ confidence: 'unverified', geometry: at(10, 53.5) },
		)
		const [made, linked] = promotingWords({ row, operation: OPERATION }, { title: 'Keller', category: 'flooding' }, 'brandt')
		expect(made?.statement).toMatchObject({
			kind: 'incident',
			op: 'upsert',
			geometry: row.geometry,
			payload: { title: 'Keller', priority: 'sofort', description: 'Wasser im Keller', reporter: 'Bürgerin', state: 'reported' },
		})
		expect(linked?.statement).toMatchObject({
			entity: row.id,
			confidence: 'plausible',
			links: [{ rel: 'about', to: made?.statement.entity }],
		})
	})

	test('an answer names what it answers, and says only what somebody filled in', () => {
		const said = {
			direction: 'out',
			priority: 'sofort',
			registryNumber: 'A 4',
			from: 'S2',
			to: 'Florian 1, Florian 2',
			channel: 'Funk',
			header: '',
			conversation: false,
			text: 'Verstanden',
			sign: '',
			function: '',
			note: '',
			addressees: ['S2'],
			answers: entityId('message', 'leitstelle', 'm'),
		} as const
		const [word] = reportWords(said, { operation: OPERATION, source: 'brandt', composed: NOW, now: NOW + 0.3, taker: 'J. Brandt' })
		expect(word?.statement).toMatchObject({ links: [{ rel: 'answers', to: said.answers }] })
		expect(word?.statement.payload).toEqual({
			type: 'report',
			text: 'Verstanden',
			direction: 'out',
			priority: 'sofort',
			registryNumber: 'A 4',
			from: 'S2',
			to: ['Florian 1', 'Florian 2'],
			channel: 'Funk',
			composed: '2026-11-21T20:04:10.000Z',
			handling: { acceptance: { at: '2026-11-21T20:04:10.000Z', sign: 'J. Brandt', channel: 'Funk' } },
			distribution: { S2: true },
		})
	})
})
