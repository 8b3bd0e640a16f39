import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { openLog } from './log-file.ts'

test('a log never grows beyond its limit, and two older parts are kept', () => {
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-log-'))
	const file = join(folder, 'logs', 'hub.log')
	const line = 'x'.repeat(500_000)
	const log = openLog(file)
	for (let n = 0; n < 40; n++) log.write(line)
	openLog(file).write('after a restart')
	expect(statSync(file).size).toBeLessThan(6_000_000)
	expect(readFileSync(file, 'utf8')).toMatch(/after a restart\n$/)
	expect([existsSync(`${file}.1`), existsSync(`${file}.2`), existsSync(`${file}.3`)]).toEqual([true, true, false])
	rmSync(folder, { recursive: true })
})

test('lines that the disk does not take are counted, and end nobody', () => {
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-log-'))
	const file = join(folder, 'hub.log')
	const log = openLog(file)
	mkdirSync(file)
	log.write('one')
	log.write('two')
	rmdirSync(file)
	log.write('three')
	log.write('four')
	const lines = readFileSync(file, 'utf8').trim().split('\n')
	expect(lines).toEqual([expect.stringContaining('"missed":2'), 'three', 'four'])
	rmSync(folder, { recursive: true })
})
