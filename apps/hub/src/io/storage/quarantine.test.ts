import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { instant } from '@lagebild/model/time.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { KEPT_PER_FEED, openQuarantine } from './quarantine.ts'

let folder = ''
let clock = instant(1_000_000_000_000)

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-quarantine-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

test('a write that failed keeps nothing and holds up none after it', () => {
	const quarantine = openQuarantine(folder, () => clock)
	const other = new DatabaseSync(path.join(folder, 'quarantine.db'))
	const reject = { at: clock, reason: 'r', message: '', raw: 'x' }
	other.exec("create trigger full before insert on rejects when new.reason = 'full' begin select raise(fail, 'full'); end")
	expect(() => quarantine.keep('feed', [reject, { ...reject, reason: 'full' }])).toThrow('full')
	quarantine.keep('feed', [reject])
	expect(quarantine.list('feed', 10)).toHaveLength(1)
	other.close()
	quarantine.close()
})

test('rejects are bounded per feed and by age, and survive a restart', () => {
	const reject = (n: number) => ({ at: clock, reason: `r${n}`, message: '', raw: 'x' })
	const first = openQuarantine(folder, () => clock)
	first.keep('other', [reject(0)])
	for (let n = 0; n < 3; n++)
		first.keep(
			'feed',
			Array.from({ length: 500 }, (_, i) => reject(n * 500 + i)),
		)
	first.close()
	const second = openQuarantine(folder, () => clock)
	const kept = second.list('feed', 5_000)
	expect([kept.length, kept[0]?.reason, kept.at(-1)?.reason]).toEqual([KEPT_PER_FEED, 'r1499', 'r500'])
	expect(second.list('other', 10)).toHaveLength(1)
	clock = instant(clock + 8 * 86_400_000)
	second.keep('feed', [reject(9)])
	expect(second.list('feed', 10).map(({ reason }) => reason)).toEqual(['r9'])
	expect(second.list('other', 10)).toEqual([])
	second.close()
	expect(statSync(path.join(folder, 'quarantine.db')).mode & 0o777).toBe(0o600)
})
