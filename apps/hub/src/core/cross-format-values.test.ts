import { nhnMetres, proposedStage, zeroAt } from '@lagebild/model/gauge.ts'
import { figuresOf } from '@lagebild/picture/figures.ts'
import { describe } from 'vitest'

import { runTable } from './testing/table.ts'
import { standingAfter } from './testing/wire.ts'
import type { Wire } from './testing/wire.ts'

const PEGEL = 'sensor:pegel:u1.W'
/** Lines of the Hamburg scale, metres NHN. */
const STAGES = [3.65, 5, 5.5, 6.5].map((from, stage) => ({ stage, from }))

function gauge(wire: Wire, value: number | null, { minute = 55, validFrom = '2019-11-01' } = {}): Wire {
	const timestamp = `2026-11-21T20:${minute}:00+01:00`
	const gaugeZero = { unit: 'm. ü. NHN', value: -5, validFrom }
	const series = { shortname: 'W', longname: 'ROHDATEN', unit: 'cm', equidistance: 1, currentMeasurement: { timestamp, value }, gaugeZero }
	const water = { shortname: 'ELBE', longname: 'ELBE' }
	const place = { km: 623, agency: 'x', longitude: 9.97, latitude: 53.54, water }
	const station = { uuid: 'u1', number: '1', shortname: 'ST. PAULI', longname: 'ST. PAULI', ...place, timeseries: [series] }
	return wire.feed(JSON.stringify([station]), { format: 'pegelonline', name: 'pegel' })
}

/** What a person reads off: centimetres, metres NHN, the stage that these propose. */
function levelOf(wire: Wire): unknown {
	const [row, measured] = [wire.row(PEGEL), wire.measured(PEGEL)]
	if (row?.kind !== 'sensor' || typeof measured?.value !== 'number') return [row?.kind]
	const zero = zeroAt(row.fields.zeros, measured.at)
	if (!zero) return [measured.value, 'no level', undefined]
	const nhn = nhnMetres(measured.value, zero.metres)
	return [measured.value, nhn.toFixed(2), proposedStage(nhn, STAGES)?.stage]
}

function doubtedOf(wire: Wire): unknown {
	const { value, doubts = [] } = wire.measured(PEGEL) ?? {}
	return [value, doubts.map(({ what, field }) => `${what} ${field}`)]
}

describe('gauges', () => {
	runTable([
		{
			name: '649 cm at St. Pauli is 1.49 m NHN and no stage',
			given: (wire) => gauge(wire, 649),
			read: levelOf,
			is: [649, '1.49', undefined],
		},
		{ name: '1,032 cm is 5.32 m NHN and proposes stage 1', given: (wire) => gauge(wire, 1_032), read: levelOf, is: [1_032, '5.32', 1] },
		{
			name: 'what is proposed is declared by nobody',
			given: (wire) => gauge(wire, 1_032),
			read: (wire) => JSON.stringify(wire.rows()).includes('stage'),
			is: false,
		},
		{
			name: 'a value that is older than the known zero has no level above NHN',
			given: (wire) => gauge(wire, 649, { validFrom: '2026-11-22' }),
			read: levelOf,
			is: [649, 'no level', undefined],
		},
		{ name: 'null is no value, and never 0', given: (wire) => gauge(wire, null), read: levelOf, is: ['sensor'] },
		{ name: '99999 is no value', given: (wire) => gauge(wire, 99_999), read: levelOf, is: ['sensor'] },
		{
			name: 'a spike is shown and marked',
			given: (wire) => gauge(gauge(wire, 649), 999, { minute: 56 }),
			read: doubtedOf,
			is: [999, ['jump value']],
		},
		{
			name: 'after a spike the water is where it was, and only the trend is doubted',
			given: (wire) => gauge(gauge(gauge(wire, 649), 999, { minute: 56 }), 650, { minute: 57 }),
			read: doubtedOf,
			is: [650, ['jump trend']],
		},
		{
			name: 'a gauge that fell silent is stale and keeps its value',
			given: (wire) => gauge(wire, 649),
			read: (wire) => [standingAfter(wire, PEGEL, 1), levelOf(wire)],
			is: ['stale', [649, '1.49', undefined]],
		},
	])
})

function unit(n: number, strength?: readonly [number, number, number]) {
	const [leaders, subLeaders, crew] = strength ?? []
	const payload = { callsign: `F ${n}`, organisation: 'feuerwehr', ...(strength && { strength: { leaders, subLeaders, crew } }) }
	return { entity: `unit:stab:${n}`, op: 'upsert', payload }
}

function forcesOf(wire: Wire): unknown {
	const { units, strength, withoutStrength } = figuresOf(wire.rows(), wire.desk.now).forces.all
	return [units, strength, withoutStrength.length, wire.refused]
}

describe('forces and statements', () => {
	runTable([
		{
			name: 'strengths are added by leaders, sub-leaders and crew, and who has none is counted',
			given: (wire) =>
				wire
					.say(unit(1, [0, 1, 5]))
					.say(unit(2, [1, 2, 6]))
					.say(unit(3)),
			read: forcesOf,
			is: [3, { leaders: 1, subLeaders: 3, crew: 11, total: 15 }, 1, []],
		},
		{
			name: 'what was taken back is retracted and counts no more',
			given: (wire) => wire.say(unit(1, [0, 1, 5])).say({ entity: 'unit:stab:1', op: 'retract', retracts: wire.lastId() }),
			read: (wire) => [wire.row('unit:stab:1')?.life, forcesOf(wire)],
			is: ['retracted', [0, { leaders: 0, subLeaders: 0, crew: 0, total: 0 }, 0, []]],
		},
		{
			name: 'a tombstone from before its content holds',
			given: (wire) =>
				wire
					.at('2026-11-21T20:11:00Z')
					.say({ entity: 'unit:stab:1', op: 'end' })
					.say({ ...unit(1), times: { observed: '2026-11-21T20:00:00Z' } }),
			read: (wire) => wire.row('unit:stab:1')?.life,
			is: 'ended',
		},
	])
})
