import type { Present } from '@lagebild/model/protocol.ts'
import { expect, test } from 'vitest'

import { attendanceAfter } from './attendance.ts'

function named(name: string): Present {
	return { id: name, via: 'person', name, role: 'staff' }
}

test('[N10] a whole list replaces what was there, a change is laid over it, and who comes anew is there once', () => {
	const first = attendanceAfter(undefined, { joined: [named('a'), named('b')], left: [], count: 2, whole: true })
	expect(first).toEqual({ people: [named('a'), named('b')], count: 2, partial: false })
	const leader: Present = { ...named('b'), functions: ['leader'] }
	const next = attendanceAfter(first, { joined: [leader, named('c')], left: ['a'], count: 2, partial: true })
	expect(next).toEqual({ people: [leader, named('c')], count: 2, partial: true })
	expect(attendanceAfter(next, { joined: [], left: [], count: 0, whole: true }).people).toEqual([])
})
