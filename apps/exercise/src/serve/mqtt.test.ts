import { expect, test } from 'vitest'

import { HOUR, MINUTE } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { messagesIn } from './mqtt.ts'

const START = Date.UTC(2026, 10, 21, 12)
const clock: Clock = { segments: [{ wall: START, scenario: 0, speed: 1 }] }

test('pumping stations speak each minute, each moment once, under the topic of their datastream', () => {
	const stations = (from: number, to: number): readonly string[] =>
		messagesIn(clock, { from, to }).flatMap(({ topic, payload }) => (topic.startsWith('v1.1/') ? [`${topic} ${payload}`] : []))
	const [middle, end] = [START + HOUR / 2, START + HOUR]
	expect([...stations(START, middle), ...stations(middle, end)].toSorted()).toEqual([...stations(START, end)].toSorted())
	const whole = messagesIn(clock, { from: START, to: end })
	const one = whole.filter(({ topic }) => topic === 'v1.1/Datastreams(101)/Observations')
	expect(one).toHaveLength(HOUR / MINUTE)
	expect(JSON.parse(one[0]?.payload ?? '')).toMatchObject({ phenomenonTime: new Date(START + MINUTE).toISOString() })
	expect(whole.some(({ topic }) => /^v3\/uebung@ttn\/devices\/kontakt-.+\/up$/.test(topic))).toBe(true)
})
