import { expect, test } from 'vitest'

import { WriteFault } from './book.ts'
import { isBusy, isFull } from './write-fault.ts'

const CODES = { full: 13, write: 778, fsync: 1034, truncate: 1546, corrupt: 11, busy: 5, busySnapshot: 517 }

function fault(during: 'write' | 'commit', errcode: number): WriteFault {
	return new WriteFault(during, Object.assign(new Error('sqlite'), { errcode }))
}

test('[J7] only want of room is refused; a failed sync, above all, ends the writer', () => {
	const full = Object.entries(CODES).filter(([, code]) => isFull(fault('commit', code)))
	expect(full.map(([name]) => name)).toEqual(['full', 'write'])
	expect(isFull(fault('write', CODES.full))).toBe(true)
	expect(isFull(new WriteFault('commit', 'no error at all'))).toBe(false)
})

test('[J7] a foreign lock is survived before anything was written, not after', () => {
	const busy = Object.entries(CODES).filter(([, code]) => isBusy(fault('write', code)))
	expect(busy.map(([name]) => name)).toEqual(['busy', 'busySnapshot'])
	expect(isBusy(fault('commit', CODES.busy))).toBe(false)
})
