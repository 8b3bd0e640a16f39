import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { OperationId } from '@lagebild/model/ids.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import type { PaperOrder } from './order.ts'
import { writePaper } from './write.ts'

let root: string
beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'lagebild-paper-'))
})
afterEach(() => {
	rmSync(root, { recursive: true })
})

function orderAt(minute: number, more: Partial<PaperOrder> = {}): PaperOrder {
	const operation = {
		id: OperationId.parse('sturmflut'),
		name: 'Sturmflut',
		status: 'test',
		timeZone: 'Europe/Berlin',
		area: [9.7, 53.38, 10.33, 53.75],
	} as const
	const content = { operation, at: Date.UTC(2026, 10, 21, 20, minute), seq: 1, things: [] }
	return { content, folder: path.join(root, 'paper'), ours: true, keep: 3, language: 'de', ...more }
}

describe('a paper in its folder', () => {
	test('is there whole under its time, for its owner alone, and nothing else is', () => {
		const told = writePaper(orderAt(4))
		expect(told).toMatchObject({ type: 'written', file: path.join(root, 'paper', 'lage-sturmflut-20261121T200400Z.html') })
		if (told.type !== 'written') throw new Error(told.message)
		expect(statSync(told.file).mode & 0o777).toBe(0o600)
		expect(statSync(path.join(root, 'paper')).mode & 0o777).toBe(0o700)
		expect(readFileSync(told.file, 'utf8')).toMatch(/<\/html>\s*$/)
		expect(readdirSync(path.join(root, 'paper'))).toHaveLength(1)
	})

	test('takes the place of the oldest of its operation, and touches nothing that is called otherwise', () => {
		for (const minute of [1, 2, 3]) writePaper(orderAt(minute))
		const folder = path.join(root, 'paper')
		for (const other of ['lage-sturmflut-notiz.html', 'lage-sturmflut-2-20261121T190000Z.html', 'brief.txt'])
			writeFileSync(path.join(folder, other), '')
		writePaper(orderAt(4))
		const names = readdirSync(folder)
		expect(names).not.toContain('lage-sturmflut-20261121T200100Z.html')
		expect(names).toHaveLength(6)
	})

	test('is not written where a folder that somebody named is missing: the disk may not be mounted', () => {
		const told = writePaper(orderAt(4, { folder: path.join(root, 'stick'), ours: false }))
		expect(told).toMatchObject({ type: 'failed', code: 'ENOENT' })
		expect(readdirSync(root)).toEqual([])
	})

	test('leaves nothing half written behind, and says why', () => {
		const folder = path.join(root, 'paper')
		writePaper(orderAt(1))
		writeFileSync(path.join(root, 'file'), '')
		expect(writePaper(orderAt(2, { folder: path.join(root, 'file'), ours: false }))).toMatchObject({ type: 'failed', code: 'ENOTDIR' })
		mkdirSync(path.join(folder, 'lage-sturmflut-20261121T200200Z.html'))
		expect(writePaper(orderAt(2))).toMatchObject({ type: 'failed', code: 'EISDIR' })
		expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
	})
})
