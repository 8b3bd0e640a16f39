import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { cap } from './adapter.ts'
import { CapOptions } from './options.ts'

describe('time', () => {
	const info = (words: string): string => `<info><event>x</event><severity>Severe</severity>${words}</info>`
	const message = (inside: string): Uint8Array =>
		new TextEncoder().encode(`<alert><identifier>x</identifier><status>Actual</status><msgType>Alert</msgType>${inside}</alert>`)
	const positions = Array.from({ length: 20_000 }, (_, i) => `${(53 + i / 1e5).toFixed(6)},${(10 + (i % 7) / 10).toFixed(6)}`).join(' ')

	test.each([
		['info blocks', 'too-many-infos', info('').repeat(12_000)],
		['languages', 'too-many-infos', Array.from({ length: 9_000 }, (_, i) => info(`<language>a-x${i}</language>`)).join('')],
		[
			'outlines',
			'too-many-polygons',
			info(`<area>${Array.from({ length: 9_000 }, (_, i) => `<circle>53,10.${i} 5</circle>`).join('')}</area>`),
		],
		['positions', 'too-many-positions', info(`<area><polygon>${positions.repeat(3)}</polygon></area>`)],
	])('is bounded for too many %s: the warning stays, and says what was left out', (_, reason, inside) => {
		const bytes = message(inside)
		const started = process.cpuUsage()
		const parsed = cap.parse(bytes, { feed: 'dwd', received: instant(0) }, CapOptions.parse({}))
		const { user, system } = process.cpuUsage(started)
		expect((user + system) / 1_000).toBeLessThan(1_000)
		expect(parsed.events).toHaveLength(1)
		expect(parsed.rejects.map((reject) => reject.reason)).toContain(reason)
	})
})
