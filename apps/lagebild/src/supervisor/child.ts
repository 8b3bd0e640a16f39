import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

import { restartOf } from '../core/restart.ts'
import type { LogFile } from './log-file.ts'

export type Program = {
	readonly name: string
	/** Called before every start, because addresses and keys can have changed since the last. */
	readonly command: () => { readonly args: readonly string[]; readonly env: Readonly<Record<string, string | undefined>> }
	readonly log: LogFile
	/** Something that a person at the console should read. */
	readonly say: (text: string) => void
	readonly now: () => number
	readonly onMessage: (message: unknown) => void
	/** It ended too often, or refused to start for a reason that stays, and is not started again. */
	readonly onGivenUp: (reason: string) => void
	/** Time that it has to end in good order before it is killed, ms. */
	readonly patienceMs: number
}

/** A program that is started again whenever it ends by itself. */
export type Supervised = {
	readonly start: () => void
	readonly stop: () => Promise<void>
	readonly restart: () => Promise<void>
	readonly kill: () => void
	readonly running: () => boolean
}

export function supervise(program: Program): Supervised {
	const deaths: number[] = []
	let child: ChildProcess | undefined
	let timer: NodeJS.Timeout | undefined
	let wanted = false

	function start(): void {
		wanted = true
		if (child) return
		const born = launch({ ...program, say: (text) => (wanted ? program.say(text) : undefined) })
		child = born
		born.once('exit', (code, signal) => {
			child = undefined
			program.log.write(JSON.stringify({ ended: program.name, code, signal, at: new Date(program.now()).toISOString() }))
			if (wanted) again(signal ?? `code ${code}`)
		})
	}

	function again(how: string): void {
		deaths.push(program.now())
		deaths.splice(0, Math.max(0, deaths.length - 20))
		const decision = restartOf(deaths)
		if (decision.type === 'give-up') {
			wanted = false
			program.onGivenUp(`ended ${decision.deaths} times within a minute (${how})`)
			return
		}
		program.say(`${program.name} ended unexpectedly (${how}); starting it again`)
		timer = setTimeout(start, decision.afterMs)
	}

	async function stop(): Promise<void> {
		wanted = false
		clearTimeout(timer)
		if (child) await end(child, program)
	}

	return {
		start,
		stop,
		restart: async () => {
			await stop()
			start()
		},
		kill: () => {
			wanted = false
			clearTimeout(timer)
			child?.kill('SIGKILL')
		},
		running: () => child !== undefined,
	}
}

/**
 * Its own session, so that Ctrl-C reaches the supervisor alone and it can stop the programs in their order; they end with the message
 * channel when the supervisor is killed.
 */
function launch({ name, command, log, say, onMessage }: Program): ChildProcess {
	const { args, env } = command()
	const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], detached: true })
	child.on('message', onMessage)
	child.on('error', (error) => log.write(JSON.stringify({ failed: name, message: error.message })))
	for (const stream of [child.stdout, child.stderr]) if (stream) follow(stream, { name, log, say })
	return child
}

type Follow = Pick<Program, 'name' | 'log' | 'say'>

function follow(stream: Readable, { name, log, say }: Follow): void {
	createInterface({ input: stream }).on('line', (line) => {
		log.write(line)
		const warning = warningIn(line)
		if (warning !== undefined) say(`${name}: ${warning}`)
	})
}

const WARN = 40

/** Text of a log line that a person should see: from level `warn` on, and of a crash the line that names the error. */
function warningIn(line: string): string | undefined {
	try {
		const value: unknown = JSON.parse(line)
		if (typeof value !== 'object' || value === null || !('level' in value) || typeof value.level !== 'number') return undefined
		if (value.level < WARN) return undefined
		return [word(value, 'msg') ?? 'see its log', word(value, 'feed'), word(value, 'reason')].filter((part) => part !== undefined).join(', ')
	} catch {
		return /^(?:\w*Error|FATAL)\b/.test(line) ? line : undefined
	}
}

function word(line: object, key: string): string | undefined {
	const value: unknown = Object.entries(line).find(([name]) => name === key)?.[1]
	return typeof value === 'string' ? value : undefined
}

/** Resolves when the process is gone, which is certain: after its patience it is killed. */
function end(child: ChildProcess, { patienceMs }: Program): Promise<void> {
	return new Promise((resolve) => {
		if (child.exitCode !== null || child.signalCode !== null) {
			resolve()
			return
		}
		const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
		child.once('exit', () => {
			clearTimeout(timer)
			resolve()
		})
		child.kill('SIGTERM')
	})
}
