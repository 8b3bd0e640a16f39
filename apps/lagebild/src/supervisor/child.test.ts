import { once } from 'node:events'
import { EventEmitter } from 'node:events'
import process from 'node:process'

import { afterEach, expect, test } from 'vitest'

import { supervise } from './child.ts'
import type { Program, Supervised } from './child.ts'

const events = new EventEmitter()
let running: Supervised | undefined

afterEach(async () => {
	await running?.stop()
})

/** A program of one line, in whose words `message` is what it says over its channel. */
function probe(script: string, more: Partial<Program> = {}): Supervised {
	running = supervise({
		name: 'probe',
		log: { write: (line) => events.emit('log', line) },
		say: (text) => events.emit('say', text),
		now: Date.now,
		patienceMs: 5_000,
		command: () => ({ args: ['-e', script], env: {} }),
		onMessage: (message) => events.emit('message', message),
		onGivenUp: (reason) => events.emit('given-up', reason),
		...more,
	})
	return running
}

const STAYS = `process.send(process.pid); process.on('disconnect', () => process.exit()); setInterval(() => {}, 1000)`

async function pidOf(message: Promise<readonly unknown[]>): Promise<number> {
	const [pid] = await message
	return Number(pid)
}

function lives(pid: number): boolean {
	try {
		return process.kill(pid, 0)
	} catch {
		return false
	}
}

test('a program that is killed is started again, and says so', async () => {
	const first = pidOf(once(events, 'message'))
	const program = probe(STAYS)
	program.start()
	const pid = await first
	const [said, second] = [once(events, 'say'), pidOf(once(events, 'message'))]
	process.kill(pid, 'SIGKILL')
	expect(await said).toEqual(['probe ended unexpectedly (SIGKILL); starting it again'])
	expect(await second).not.toBe(pid)
})

test('stop leaves no process, even of one that does not listen', async () => {
	const message = pidOf(once(events, 'message'))
	const program = probe(`process.on('SIGTERM', () => {}); ${STAYS}`, { patienceMs: 150 })
	program.start()
	const pid = await message
	await program.stop()
	expect(lives(pid)).toBe(false)
	expect(program.running()).toBe(false)
	await program.stop()
})

test('a program that ends too often is given up', async () => {
	let at = 0
	const program = probe('process.exit(3)', { now: () => (at += 1) })
	const gone = once(events, 'given-up')
	program.start()
	expect(await gone).toEqual(['ended 5 times within a minute (code 3)'])
	expect(program.running()).toBe(false)
}, 90_000)

test('warnings of its log reach the console in words, everything reaches the log', async () => {
	const said = once(events, 'say')
	const logged: unknown[] = []
	const keep = (line: unknown): unknown => logged.push(line)
	events.on('log', keep)
	const line = JSON.stringify({ level: 40, msg: 'feed is not well', feed: 'pegel', reason: 'no route' })
	probe(`console.log(${JSON.stringify('{"level":30,"msg":"quiet"}')}); console.log(${JSON.stringify(line)}); ${STAYS}`).start()
	expect(await said).toEqual(['probe: feed is not well, pegel, no route'])
	expect(logged).toEqual(['{"level":30,"msg":"quiet"}', line])
	events.off('log', keep)
})
