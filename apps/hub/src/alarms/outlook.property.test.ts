import { instant, iso } from '@lagebild/model/time.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { refreshMeasured } from '../core/rows.ts'
import { grantOf } from '../core/testing/make.ts'
import { alarmId } from './decide.ts'
import { Due } from './due.ts'
import { Moment } from './moment.ts'
import { Outlook } from './outlook.ts'
import { Bell, done, findingsIn, GAUGE, MINUTE, sightOf } from './testing/bell.ts'

const HOUR = 60 * MINUTE
const SENSOR = grantOf({ source: 'sonde', rank: 'device', role: 'integrator' })

/** One thing that happens: somebody says something, something is measured, time passes, or somebody has read what was measured. */
type Deed = (bell: Bell) => void

const native = fc.constantFrom('1', '2')
const ago = fc.constantFrom(0, MINUTE, 4 * MINUTE, 20 * MINUTE, 50 * MINUTE, 11 * HOUR, 13 * HOUR)
const ahead = fc.constantFrom(-3 * HOUR, -40 * MINUTE, -MINUTE, 3 * MINUTE, HOUR)
const at = (bell: Bell, ms: number) => iso(instant(bell.now + ms))

const saysUnit = fc
	.record({
		native,
		fms: fc.constantFrom(undefined, 2, 3),
		overlay: fc.constantFrom(undefined, null, 0),
		everyMs: fc.constantFrom(undefined, 60_000),
	})
	.chain(({ native: name, ...fields }) =>
		fc.option(ahead).map((end): Deed => (bell) => {
			const payload = { callsign: `Florian ${name}`, organisation: 'feuerwehr', ...fields }
			bell.say('unit', name, payload, end === null ? {} : { validity: { until: at(bell, end) } })
		}),
	)
const saysGate = fc
	.record({ native, gate: fc.constantFrom('open', 'closing', 'closed'), closes: fc.option(ahead), human: fc.boolean() })
	.map(({ native: name, gate, closes, human }): Deed => (bell) => {
		const payload = { name: `Tor ${name}`, type: 'gate', gate, ...(closes !== null && { closeBy: at(bell, closes) }) }
		bell.say('facility', name, payload, human ? {} : { op: 'patch', grant: SENSOR })
	})
const saysOrder = fc
	.record({
		native,
		due: fc.option(ahead),
		state: fc.constantFrom('issued', 'withdrawn'),
		answer: fc.option(fc.constantFrom('refused', 'in-progress', 'done')),
		unit: fc.option(native),
	})
	.map(({ native: name, due, state, answer, unit }): Deed => (bell) => {
		const payload = {
			order: 'Deich sichern',
			command: { version: 1, state },
			...(due !== null && { due: at(bell, due) }),
			...(answer !== null && { execution: { answers: 1, state: answer } }),
		}
		bell.say('task', name, payload, unit === null ? {} : { links: [{ rel: 'assigned-to', to: `unit:lage:${unit}` }] })
	})
const saysMessage = fc.record({ native, taken: fc.boolean(), composed: ago }).map(
	({ native: name, taken, composed }): Deed =>
		(bell) =>
			bell.say('message', name, {
				text: 'Deich gebrochen',
				priority: 'blitz',
				composed: at(bell, -composed),
				...(taken && { receipts: { S3: 'jb' } }),
			}),
)
const ends = fc.record({ native, kind: fc.constantFrom('unit', 'facility', 'task', 'message') }).map(
	({ native: name, kind }): Deed =>
		(bell) =>
			bell.say(kind, name, {}, { op: 'end' }),
)
const drives = fc.record({ native, ago }).map(({ native: name, ago: late }): Deed => (bell) => {
	bell.desk.measure({ positions: { entity: [`unit:lage:${name}`], observed: [at(bell, -late)], lat: [53.5], lng: [10] } })
})
const rises = fc.record({ value: fc.integer({ min: 30, max: 65 }), ago }).map(({ value, ago: late }): Deed => (bell) => {
	bell.desk.measure({ observations: { entity: [GAUGE], observed: [at(bell, -late)], value: [value / 10] } })
})
const passes = fc.constantFrom(0, 100, 2_000, MINUTE, 10 * MINUTE, 16 * MINUTE, 5 * HOUR, 13 * HOUR, -HOUR).map((ms): Deed => (bell) => {
	bell.desk.now = instant(bell.now + ms)
})
const reads: fc.Arbitrary<Deed> = fc.constant(({ desk: { hub } }) => refreshMeasured(hub.picture, hub.rows))

const deeds = fc.array(
	fc.oneof(
		{ weight: 3, arbitrary: passes },
		{ weight: 2, arbitrary: drives },
		saysUnit,
		saysGate,
		saysOrder,
		saysMessage,
		ends,
		rises,
		reads,
	),
	{
		minLength: 1,
		maxLength: 30,
	},
)

function begun(): Bell {
	const bell = new Bell()
	bell.say('sensor', 'pegel', { name: 'ST. PAULI', property: 'W', unit: 'm NHN' }, { version: 2 })
	return bell
}

function outlookOn({ desk: { hub }, now }: Bell): Outlook {
	return new Outlook(hub, sightOf(hub.picture, now))
}

/** By alarm, as it is seen at this moment. */
function seen(outlook: Outlook, bell: Bell): unknown {
	done(outlook.follow(bell.now))
	return new Map(done(outlook.found(sightOf(bell.desk.hub.picture, bell.now))))
}

test('[R7] whoever looks at what has changed finds what whoever looks at everything finds', () => {
	fc.assert(
		fc.property(deeds, (story) => {
			const bell = begun()
			const outlook = outlookOn(bell)
			for (const deed of story) {
				deed(bell)
				const { picture } = bell.desk.hub
				const findings = findingsIn(picture, sightOf(picture, bell.now))
				expect(seen(outlook, bell)).toEqual(new Map(findings.map((finding) => [alarmId(finding), finding])))
			}
		}),
		{ numRuns: 300 },
	)
})

/** One unit in action of which positions come from here and there, late, early, and told by two. */
const fixes = fc.array(
	fc.record({
		ms: fc.constantFrom(0, 1_000, 30_000, MINUTE, 5 * MINUTE, 10 * MINUTE, HOUR),
		late: fc.constantFrom(0, -MINUTE, 5 * MINUTE, 12 * MINUTE, 11 * HOUR, 13 * HOUR),
		lat: fc.constantFrom(53.5, 53.6, 48),
		told: fc.constantFrom('measured', 'stated', 'nothing'),
	}),
	{ minLength: 1, maxLength: 12 },
)

test('[R7] a unit of which nothing was to be found is looked at when its positions could make it so', () => {
	fc.assert(
		fc.property(fixes, (story) => {
			const bell = new Bell()
			bell.say('unit', '1', { callsign: 'Florian 1', organisation: 'feuerwehr', fms: 3 })
			const outlook = outlookOn(bell)
			for (const { ms, late, lat, told } of story) {
				bell.desk.now = instant(bell.now + ms)
				const observed = at(bell, -late)
				if (told === 'measured') bell.desk.measure({ positions: { entity: ['unit:lage:1'], observed: [observed], lat: [lat], lng: [10] } })
				if (told === 'stated')
					bell.say(
						'unit',
						'1',
						{},
						{ op: 'patch', geometry: { type: 'Point', coordinates: [10, lat] }, times: { observed }, backfill: true },
					)
				const { picture } = bell.desk.hub
				const findings = findingsIn(picture, sightOf(picture, bell.now))
				expect(seen(outlook, bell)).toEqual(new Map(findings.map((finding) => [alarmId(finding), finding])))
			}
		}),
		{ numRuns: 500 },
	)
})

test('[R7] whoever looks seldom says what whoever looks each time says in the end', () => {
	fc.assert(
		fc.property(deeds, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (story, looks) => {
			const bell = begun()
			const outlook = outlookOn(bell)
			for (const [n, deed] of story.entries()) {
				deed(bell)
				if (looks[n]) seen(outlook, bell)
			}
			expect(seen(outlook, bell)).toEqual(seen(outlookOn(bell), bell))
		}),
		{ numRuns: 200 },
	)
})

describe('what is looked at', () => {
	const fleet = Array.from({ length: 200 }, (_, n) => `unit:lage:${n}`)

	function moving(): { readonly bell: Bell; readonly outlook: Outlook; readonly move: () => void } {
		const bell = new Bell()
		for (const [n] of fleet.entries()) bell.say('unit', String(n), { callsign: `Florian ${n}`, organisation: 'feuerwehr', fms: 3 })
		const move = () => {
			const now = at(bell, 0)
			bell.desk.measure({
				positions: {
					entity: fleet,
					observed: fleet.map(() => now),
					lat: fleet.map(() => 53.5),
					lng: fleet.map((_, n) => 10 + n / 1e3 + bell.now / 1e15),
				},
			})
		}
		move()
		const outlook = outlookOn(bell)
		seen(outlook, bell)
		return { bell, outlook, move }
	}

	test('[R7] is nothing while nothing is said, and nothing of what only moves', () => {
		const { bell, outlook, move } = moving()
		const before = outlook.looks
		for (let minute = 0; minute < 9; minute++) {
			bell.desk.now = instant(bell.now + MINUTE)
			move()
			seen(outlook, bell)
		}
		expect(outlook.looks - before).toBe(0)
		bell.say('unit', '7', { overlay: 0 }, { op: 'patch' })
		seen(outlook, bell)
		expect(outlook.looks - before).toBe(1)
	})

	test('[R7] is each unit when it could have fallen silent', () => {
		const { bell, outlook, move } = moving()
		const before = outlook.looks
		bell.desk.now = instant(bell.now + 5 * MINUTE)
		move()
		seen(outlook, bell)
		bell.desk.now = instant(bell.now + 6 * MINUTE)
		seen(outlook, bell)
		expect(outlook.looks - before).toBe(fleet.length)
	})
})

test('[R7] appointments are kept at their latest time, in order', () => {
	const appointment = fc.record({ place: fc.nat(9), at: fc.oneof(fc.nat(50), fc.constant(Number.POSITIVE_INFINITY)) })
	fc.assert(
		fc.property(fc.array(fc.oneof(appointment, fc.nat(50)), { maxLength: 200 }), (story) => {
			const due = new Due()
			const held = new Map<number, number>()
			for (const one of story) {
				if (typeof one !== 'number') {
					due.set(one.place, one.at)
					held.set(one.place, one.at)
					continue
				}
				const expected = [...held].filter(([, time]) => time <= one)
				expect(new Set(due.take(one))).toEqual(new Set(expected.map(([place]) => place)))
				for (const [place] of expected) held.delete(place)
			}
		}),
	)
})

test('[R7] ten thousand appointments for one place are one', () => {
	const due = new Due()
	for (let n = 0; n < 10_000; n++) due.set(1, n)
	expect(due.take(9_998)).toEqual([])
	expect(due.take(9_999)).toEqual([1])
})

test('[R7] an answer about the clock holds until it says so, and then no longer', () => {
	fc.assert(
		fc.property(fc.nat(20), fc.array(fc.integer({ min: -2, max: 22 }), { maxLength: 5 }), (now, times) => {
			const moment = new Moment(now)
			const answers = (asked: Moment) => times.flatMap((time) => [asked.reached(time), asked.passed(time + 0.5)])
			const before = answers(moment)
			const next = Array.from({ length: 30 }, (_, n) => now + n).find((later) => String(answers(new Moment(later))) !== String(before))
			expect(moment.until).toBe(next ?? Number.POSITIVE_INFINITY)
		}),
	)
})
