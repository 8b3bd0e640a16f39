import { entityId, seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Fields } from '@lagebild/model/kinds/table.ts'
import type { Life, MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { isInSight, isOver, policyOf, STANDING_POLICY, standingOf, STANDINGS, turnsAt } from './standing.ts'
import type { Standing, StandingState } from './standing.ts'
import { journal, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NOW = Date.UTC(2026, 10, 21, 20, 4, 10)

function rowOf<K extends EntityKind>(kind: K, fields: Fields<K>, more: Partial<Omit<RowOf<K>, 'kind' | 'fields'>> = {}): RowOf<K> {
	const label = { level: 'internal' } as const
	return { id: entityId(kind, 'a', '1'), k: 1, v: seq(1), kind, fields, at: instant(NOW), sources: [], life: 'live', label, ...more }
}

function measured(ageMs: number, more: Partial<MeasuredRow> = {}): MeasuredRow {
	return { id: entityId('sensor', 'a', '1'), k: 1, v: seq(1), at: instant(NOW - ageMs), source: 'a', ...more }
}

const warning = (more: Partial<RowOf<'warning'>> = {}) => rowOf('warning', { msgType: 'Alert', event: 'STURM', severity: 'Severe' }, more)
const stand = (shown: Row, values?: MeasuredRow, now = NOW) => standingOf({ row: shown, measured: values, now })
const until = (ms: number) => ({ validity: { until: iso(ms) } })

describe('standing', () => {
	test('[P48] [P51] how it stands is the same until it is said to turn, and another then', () => {
		const placed = measured(0, { position: { lat: 53.5, lng: 10 } })
		const cases: readonly (readonly [Row, MeasuredRow | undefined])[] = [
			[rowOf('unit', { callsign: 'x' }), placed],
			[rowOf('unit', { callsign: 'x', everyMs: 200_000 }), placed],
			[rowOf('sensor', { name: 'x', property: 'W', unit: 'cm' }), undefined],
			[warning(until(NOW + HOUR)), undefined],
			[warning(), undefined],
			[warning({ life: 'unconfirmed', ...until(NOW + HOUR) }), undefined],
		]
		for (const [shown, values] of cases) {
			const turn = turnsAt({ row: shown, measured: values, now: NOW })
			expect(stand(shown, values, turn - 1).state).toBe(stand(shown, values).state)
			expect(stand(shown, values, turn).state).not.toBe(stand(shown, values).state)
			expect(turnsAt({ row: shown, measured: values, now: turn })).toBe(Number.POSITIVE_INFINITY)
		}
		expect(turnsAt({ row: warning({ life: 'ended' }), now: NOW })).toBe(Number.POSITIVE_INFINITY)
	})

	test('[P51, P52] the policy of a configuration decides', () => {
		const policy = policyOf({
			silenceMinutes: { sensor: 15, unit: 2, track: 10, gate: 60 },
			noEndHours: { warning: 1 },
			staysMinutes: { expired: 10, ended: 1, cancelled: 30, retracted: 10, superseded: 0 },
		})
		const unit = rowOf('unit', { callsign: 'x' })
		const placed = measured(3 * MINUTE, { position: { lat: 53.5, lng: 10 } })
		expect(standingOf({ row: unit, measured: placed, now: NOW }).state).toBe('live')
		expect(standingOf({ row: unit, measured: placed, now: NOW }, policy)).toEqual({ state: 'stale', since: NOW - 3 * MINUTE })
		expect(standingOf({ row: warning({ at: instant(NOW - 2 * HOUR) }), now: NOW }, policy)).toMatchObject({ state: 'stale', noEnd: true })
		const ended: Standing = { state: 'ended', since: instant(NOW - 2 * MINUTE) }
		expect([isInSight(ended, NOW), isInSight(ended, NOW, policy)]).toEqual([true, false])
	})

	test('[P48] what was said is its own state and stays it, whatever the clock says', () => {
		const ends: readonly Life[] = ['retracted', 'cancelled', 'superseded', 'ended']
		for (const life of ends) {
			const shown = warning({ life, lifeAt: instant(NOW - HOUR), ...until(NOW - MINUTE) })
			expect(stand(shown)).toEqual({ state: life, since: NOW - HOUR, until: NOW - MINUTE })
		}
		expect(stand(warning({ life: 'ended' })).since).toBe(NOW)
	})

	test('[P48] not confirmed is since the last list that named it; an end of its own goes before, silence does not', () => {
		const open = { life: 'unconfirmed', lifeAt: instant(NOW - 7 * MINUTE) } as const
		expect(stand(warning({ ...open, ...until(NOW + 1) }))).toMatchObject({ state: 'unconfirmed', since: NOW - 7 * MINUTE })
		expect(stand(warning({ ...open, ...until(NOW - 1) }))).toMatchObject({ state: 'expired', since: NOW - 1 })
		expect(stand(warning({ ...open, at: instant(NOW - 48 * HOUR) }))).toMatchObject({ state: 'unconfirmed', noEnd: true })
	})

	test('[P49] expired from its end on, and stale no more', () => {
		expect(stand(warning(until(NOW + 1)))).toEqual({ state: 'live', until: NOW + 1 })
		expect(stand(warning(until(NOW)))).toEqual({ state: 'expired', since: NOW, until: NOW })
		const old = rowOf('sensor', { everyMs: 1 }, { at: instant(0), ...until(NOW - 1) })
		expect(stand(old, measured(HOUR)).state).toBe('expired')
	})

	test('[P49] a cancel has an end of its own, and what it cancelled does not come back when that is reached', () => {
		const payload = { msgType: 'Alert', event: 'STURM', severity: 'Severe' }
		const alert = statement({ op: 'upsert', entity: 'warning:dwd:1', id: 1, at: 1, with: { payload, ...until(HOUR) } })
		const cancel = statement({
			op: 'upsert',
			entity: 'warning:dwd:2',
			id: 2,
			at: 2,
			with: { payload: { ...payload, msgType: 'Cancel' }, ...until(2 * HOUR), links: [{ rel: 'cancels', to: 'warning:dwd:1' }] },
		})
		const story = journal(alert, cancel)
		for (const entries of [story, story.toReversed()]) {
			const picture = fold(entries)
			const states = (now: number) =>
				['warning:dwd:1', 'warning:dwd:2'].map((id) => {
					const shown = row(picture, id)
					return shown && standingOf({ row: shown, now }).state
				})
			expect(states(MINUTE)).toEqual(['cancelled', 'live'])
			expect(states(3 * HOUR)).toEqual(['cancelled', 'expired'])
		}
	})

	test('[P49] a cancel without an end is announced for as long as what it cancelled stays in sight', () => {
		const cancel = rowOf('warning', { msgType: 'Cancel', event: 'Entwarnung', severity: 'Unknown' })
		const end = NOW + STANDING_POLICY.stays.cancelled
		expect(stand(cancel)).toEqual({ state: 'live', until: end })
		expect(stand(cancel, undefined, end)).toMatchObject({ state: 'expired', since: end })
	})

	test('[P49] languages are one warning: with the end of one of them all are over', () => {
		const texts = { 'de-DE': { headline: 'Sturm' }, en: { headline: 'Gale' } }
		const said = statement({
			op: 'upsert',
			entity: 'warning:dwd:1',
			at: 1,
			with: { payload: { msgType: 'Alert', event: 'STURM', severity: 'Severe', texts }, ...until(HOUR) },
		})
		const picture = fold(journal(said))
		const shown = row(picture, 'warning:dwd:1')
		expect(shown?.fields).toMatchObject({ texts })
		expect(shown && standingOf({ row: shown, now: HOUR }).state).toBe('expired')
	})

	test('[P49] a warning listed again after one empty list was never over', () => {
		const alert = statement({
			op: 'upsert',
			entity: 'warning:nina:1',
			id: 1,
			at: 1,
			with: { payload: { msgType: 'Alert', event: 'STURM', severity: 'Severe' } },
		})
		const list = (minute: number, ids: readonly string[]) =>
			statement({
				op: 'roster',
				entity: 'feed:nina:nina',
				id: 10 + minute,
				at: minute * MINUTE,
				with: { roster: { selectionVersion: 1, complete: true, streak: 1, listTime: iso(minute * MINUTE), ids } },
			})
		const after = (...lists: readonly ReturnType<typeof list>[]) => {
			const shown = row(fold(journal(alert, ...lists)), 'warning:nina:1')
			return shown && standingOf({ row: shown, now: 10 * MINUTE }).state
		}
		expect(after(list(1, ['warning:nina:1']), list(2, []))).toBe('live')
		expect(after(list(1, ['warning:nina:1']), list(2, []), list(3, ['warning:nina:1']))).toBe('live')
		expect(after(list(1, ['warning:nina:1']), list(2, []), list(3, []))).toBe('ended')
	})

	test('[P50] a warning without an end says so, and is old after its term, never over and never gone', () => {
		for (const validity of [{ until: null }, {}, { until: 'morgen' }]) {
			const shown = warning({ validity })
			expect(stand(shown)).toEqual({ state: 'live', noEnd: true })
			const later = stand(shown, undefined, NOW + 26 * HOUR)
			expect(later).toEqual({ state: 'stale', since: NOW, noEnd: true })
			expect(isInSight(later, NOW + 1_000 * HOUR)).toBe(true)
		}
		expect(stand(rowOf('area', {}, { validity: { until: null } }), undefined, NOW + 26 * HOUR)).toEqual({ state: 'live', noEnd: true })
		expect(stand(rowOf('area', {}))).toEqual({ state: 'live' })
	})

	test('[P50] the term is a policy', () => {
		const policy = { ...STANDING_POLICY, noEnd: { incident: HOUR } }
		expect(standingOf({ row: rowOf('incident', {}), now: NOW + 2 * HOUR }, policy)).toEqual({ state: 'stale', since: NOW, noEnd: true })
		expect(standingOf({ row: warning(), now: NOW + 48 * HOUR }, policy)).toEqual({ state: 'live' })
	})

	test('[P51] a sensor is stale after three times its rhythm, and one that never spoke without a since', () => {
		const gauge = (everyMs?: number) => rowOf('sensor', everyMs === undefined ? {} : { everyMs })
		const value = { value: 1 }
		expect(stand(gauge(10 * MINUTE), measured(30 * MINUTE, value)).state).toBe('live')
		expect(stand(gauge(10 * MINUTE), measured(31 * MINUTE, value))).toEqual({ state: 'stale', since: NOW - 31 * MINUTE })
		expect(stand(gauge(1_000), measured(4 * MINUTE, value)).state).toBe('live')
		expect(stand(gauge(1_000), measured(6 * MINUTE, value)).state).toBe('stale')
		expect(stand(gauge(), measured(14 * MINUTE, value)).state).toBe('live')
		expect(stand(gauge(), measured(16 * MINUTE, value)).state).toBe('stale')
		expect(stand(gauge(), undefined, NOW + HOUR)).toEqual({ state: 'stale' })
	})

	test('[P51] a place that is old is stale by the rhythm of its device; without a place there is nothing to be old', () => {
		const position = { lat: 53.5, lng: 10 }
		for (const kind of ['unit', 'track'] as const) {
			expect(stand(rowOf(kind, {}), measured(9 * MINUTE, { position })).state).toBe('live')
			expect(stand(rowOf(kind, {}), measured(11 * MINUTE, { position }))).toEqual({ state: 'stale', since: NOW - 11 * MINUTE })
			expect(stand(rowOf(kind, { everyMs: 20 * MINUTE }), measured(11 * MINUTE, { position })).state).toBe('live')
			expect(stand(rowOf(kind, { everyMs: 20 * MINUTE }), measured(61 * MINUTE, { position })).state).toBe('stale')
			expect(stand(rowOf(kind, {}, { at: instant(0) })).state).toBe('live')
		}
	})

	test('[P51] a gate of which the newest word is old is stale; one of which nobody spoke is not', () => {
		const claim = (ageMs: number) => ({ field: 'gate', value: 'open', source: 'a', rank: 'device', at: instant(NOW - ageMs) }) as const
		const gate = (everyMs: number | undefined, ...ages: readonly number[]) =>
			rowOf('facility', { type: 'gate', ...(everyMs && { everyMs }) }, { at: instant(0), claims: ages.map(claim) })
		expect(stand(gate(undefined, 59 * MINUTE, 5 * HOUR)).state).toBe('live')
		expect(stand(gate(undefined, 61 * MINUTE, 5 * HOUR))).toEqual({ state: 'stale', since: NOW - 61 * MINUTE })
		expect(stand(gate(MINUTE, 6 * MINUTE)).state).toBe('stale')
		expect(stand(gate(undefined)).state).toBe('live')
		expect(stand(rowOf('facility', { type: 'shelter' }, { at: instant(0) })).state).toBe('live')
	})

	test('[P52] each state that is over stays in sight for its own time, all others for good', () => {
		const sight = (state: StandingState, ageMs: number) => isInSight({ state, since: instant(NOW - ageMs) } satisfies Standing, NOW)
		for (const state of STANDINGS) {
			const stays = isOver(state) ? STANDING_POLICY.stays[state] : 1_000 * HOUR
			expect(sight(state, Math.max(0, stays - 1))).toBe(stays > 0)
			expect(sight(state, stays)).toBe(!isOver(state))
		}
		expect(sight('superseded', 0)).toBe(false)
	})
})
