import { expect, test } from 'vitest'

import { backupHealth, clockHealth, diskHealth, lagHealth, paperHealth, settle } from './judge.ts'
import type { Health, Settled, State } from './judge.ts'

const GB = 1e9
const HOUR = 3_600_000

test.each<readonly [free: number, size: number, state: State]>([
	[400 * GB, 500 * GB, 'green'],
	[6 * GB, 500 * GB, 'green'],
	[4 * GB, 500 * GB, 'amber'],
	[3 * GB, 16 * GB, 'green'],
	[1 * GB, 16 * GB, 'amber'],
	[0.4 * GB, 16 * GB, 'red'],
	[4 * GB, 1_000 * GB, 'amber'],
	[0.2 * GB, 0.25 * GB, 'green'],
	[0, 0, 'red'],
])('[O2] of %d bytes free of %d the disk is %s', (free, size, state) => {
	expect(diskHealth({ free, size }).state).toBe(state)
})

test('[O2] why stands there in German and English', () => {
	expect(diskHealth({ free: 1.24 * GB, size: 16 * GB }).reason).toBe('Noch 1,2 GB frei (7 %) · 1.2 GB left (7 %)')
	expect(diskHealth({ free: 0.0405 * GB, size: 16 * GB }).reason).toBe('Noch 40 MB frei (0 %) · 40 MB left (0 %)')
})

test('[O2] a clock that jumped or is not synchronised is amber, and one that nobody can say anything about is off', () => {
	expect(clockHealth({ synchronised: true })).toEqual({ state: 'green' })
	expect(clockHealth({ synchronised: false }).state).toBe('amber')
	expect(clockHealth({ synchronised: undefined }).state).toBe('off')
	const jumped = clockHealth({ synchronised: true, step: { ms: -3_600_400, agoMs: 60_000 } })
	expect(jumped).toEqual({
		state: 'amber',
		reason: 'Die Uhr dieses Rechners sprang um -3600 s · the clock of this machine jumped by -3600 s',
	})
	expect(clockHealth({ synchronised: true, step: { ms: 5_000, agoMs: 700_000 } }).state).toBe('green')
})

test('[O2] a backup that is missed is amber, two in a row are red, and a hub that has just begun has time for its first', () => {
	const health = (at: number | undefined, sinceMs: number) => backupHealth({ at, everyMs: 6 * HOUR, sinceMs }, 100 * HOUR).state
	expect([health(96 * HOUR, HOUR), health(90 * HOUR, HOUR), health(80 * HOUR, HOUR)]).toEqual(['green', 'amber', 'red'])
	expect([health(undefined, HOUR), health(undefined, 10 * HOUR), health(undefined, 19 * HOUR)]).toEqual(['green', 'amber', 'red'])
})

test('[O2] a picture older than three seconds, or a hub that is late, is told', () => {
	expect(lagHealth({ ageMs: 400, stallMs: 12 })).toEqual({ state: 'green' })
	expect([lagHealth({ ageMs: 3_500, stallMs: 0 }).state, lagHealth({ ageMs: 0, stallMs: 300 }).state]).toEqual(['amber', 'amber'])
	expect([lagHealth({ ageMs: 16_000, stallMs: 0 }).state, lagHealth({ ageMs: 0, stallMs: 1_500 }).state]).toEqual(['red', 'red'])
})

test('[O6] a paper that is not written is red with the reason in words, and in the words of the system where there are no others', () => {
	expect(paperHealth(undefined)).toEqual({ state: 'green' })
	expect(paperHealth({ since: 0, code: 'ENOSPC' })).toEqual({
		state: 'red',
		reason: 'Lage auf Papier wird nicht geschrieben: kein Platz mehr · the situation on paper is not written: no space left',
	})
	expect(paperHealth({ since: 0, code: 'EIO' }).reason).toContain('EIO')
})

function told(found: readonly State[]): readonly State[] {
	const states: State[] = []
	let settled: Settled | undefined
	for (const state of found) {
		const health: Health = { state }
		settled = settle(settled, health)
		states.push(settled.told.state)
	}
	return states
}

test('[O3] worse is told after two rounds in a row, better after three, and one bad moment is nothing', () => {
	expect(told(['green', 'red', 'green', 'red', 'red'])).toEqual(['green', 'green', 'green', 'green', 'red'])
	expect(told(['red', 'green', 'green', 'amber', 'green', 'green', 'green'])).toEqual(['red', 'red', 'red', 'red', 'red', 'red', 'green'])
	expect(told(['amber'])).toEqual(['amber'])
})
