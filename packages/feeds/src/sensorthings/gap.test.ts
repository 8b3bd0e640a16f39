import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import type { Parsed } from '../adapter.ts'
import { openSensorThings } from './adapter.ts'

const START = Date.UTC(2026, 10, 21, 20)
const SERVICE = 'https://iot.example/v1.1'
const MINUTE = 60_000

const clock = (minute: number): string => new Date(START + minute * MINUTE).toISOString()

function polled() {
	const opened = openSensorThings({ everySeconds: 60 })
	if (!opened.ok) throw new Error('the options are wrong')
	const { parse } = opened.value
	const read = (minute: number, value: unknown, document: string, url = `${SERVICE}/Datastreams?$top=100`): Parsed =>
		parse(new TextEncoder().encode(JSON.stringify(value)), { feed: 'iot', received: instant(START + minute * MINUTE), url, document })
	const stream = (minute: number) => ({
		'@iot.id': 7,
		name: 'Pegel',
		unitOfMeasurement: { symbol: 'cm' },
		observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
		Thing: { '@iot.id': 1, name: 'Schöpfwerk' },
		Observations: [{ '@iot.id': minute, phenomenonTime: clock(minute), result: minute }],
	})
	return { read, poll: (minute: number): Parsed => read(minute, { value: [stream(minute)] }, 'entities') }
}

test('what lies between two polls is asked for only when nobody polled for a while, page by page, and is marked', () => {
	const { read, poll } = polled()
	expect([0, 1, 2, 4].flatMap((minute) => poll(minute).followUps)).toEqual([])
	const [gap] = poll(34).followUps
	expect(gap).toMatchObject({ document: 'backfill', once: true })
	const url = decodeURIComponent(gap?.url ?? '')
	expect(url).toContain(`${SERVICE}/Datastreams(7)/Observations?$filter=phenomenonTime ge 2026-11-21T20:04:00.001Z and phenomenonTime le`)
	const page = { value: [{ phenomenonTime: clock(5), result: 5 }], '@iot.nextLink': `${gap?.url}&$skip=1000` }
	const late = read(34, page, 'backfill', gap?.url)
	expect(late.measurements).toMatchObject([{ backfill: true, observations: { entity: ['sensor:iot:7'], value: [5] } }])
	expect(late.followUps).toMatchObject([{ document: 'backfill' }])
	expect(poll(35)).toMatchObject({ measurements: [{ observations: { value: [35] } }], followUps: [{ url: gap?.url }] })
	expect(poll(35).measurements[0]).not.toHaveProperty('backfill')
})

test('a gap is no longer than a day, and one poll alone has none', () => {
	const { poll } = polled()
	expect(poll(0).followUps).toEqual([])
	const [gap] = poll(3 * 1_440).followUps
	expect(decodeURIComponent(gap?.url ?? '')).toContain('phenomenonTime ge 2026-11-23T20:00:00.000Z')
})
