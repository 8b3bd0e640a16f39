import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env as inherited } from 'node:process'

/** A program that tests run beside them. It never outlives the process that started it. */
export type ServerProcess = {
	readonly pid: number
	readonly output: () => string
	/** Its own pid and those of its children, the oldest first. */
	readonly pids: () => readonly number[]
	/** Sends the signal to the program alone and waits for its end. */
	readonly end: (signal: NodeJS.Signals) => Promise<void>
	readonly ended: Promise<ProcessEnd>
}

export type ProcessEnd = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

export type ServerProgram = {
	readonly command: string
	readonly args: readonly string[]
	readonly folder: string
	/** Whom the program runs as; undefined: who runs the test. */
	readonly user?: string | undefined
	readonly ready: RegExp
	/** What the kernel sends when the test's process is gone. */
	readonly deathSignal: 'KILL' | 'INT'
	/** Beside what the test's process has. */
	readonly env?: Readonly<Record<string, string>> | undefined
	/** Told what it prints, at once. */
	readonly onOutput?: (text: string) => void
	/** Told as soon as it runs, ready or not. */
	readonly onSpawn?: (pid: number) => void
}

const SETPRIV = '/usr/bin/setpriv'
const FOLDER = /^lagebild-(?:postgres|redis|cluster|faults)-(\d+)-/

/** Starts it and waits until it says that it is ready. */
export async function startProcess(program: ServerProgram): Promise<ServerProcess> {
	const [command, args] = confined(program)
	const env = { ...inherited, ...program.env }
	const child = spawn(command, args, { cwd: program.folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
	const ended = new Promise<ProcessEnd>((resolve) => {
		child.once('close', (code, signal) => resolve({ code, signal }))
	})
	if (child.pid !== undefined) program.onSpawn?.(child.pid)
	let printed = ''
	await new Promise<void>((resolve, reject) => {
		const hear = (chunk: Buffer) => {
			printed += chunk.toString()
			program.onOutput?.(chunk.toString())
			if (program.ready.test(printed)) resolve()
		}
		child.stdout.on('data', hear)
		child.stderr.on('data', hear)
		child.once('error', reject)
		child.once('exit', (code) => reject(new Error(`${program.command} ended with ${code}:\n${printed}`)))
	})
	const { pid = 0 } = child
	return {
		pid,
		output: () => printed,
		pids: () => [pid, ...childrenOf(pid)],
		end: (signal) => end(child, signal),
		ended,
	}
}

/** Waits without holding up the proxies that this process may be. */
export async function run(program: Pick<ServerProgram, 'command' | 'args' | 'folder' | 'user'>): Promise<void> {
	const [command, args] = confined({ ...program, deathSignal: 'KILL' })
	const child = spawn(command, args, { cwd: program.folder, stdio: ['ignore', 'pipe', 'pipe'] })
	let printed = ''
	const hear = (chunk: Buffer) => {
		printed += chunk.toString()
	}
	child.stdout.on('data', hear)
	child.stderr.on('data', hear)
	const status = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject)
		child.once('close', resolve)
	})
	if (status !== 0) throw new Error(`${program.command} ended with ${status}:\n${printed}`)
}

function confined({
	command,
	args,
	user,
	deathSignal,
}: Pick<ServerProgram, 'command' | 'args' | 'user' | 'deathSignal'>): readonly [string, string[]] {
	if (!existsSync(SETPRIV)) return [command, [...args]]
	const as = user === undefined ? [] : [`--reuid=${user}`, `--regid=${user}`, '--clear-groups']
	return [SETPRIV, [...as, '--pdeathsig', deathSignal, '--', command, ...args]]
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	child.kill(signal)
	await once(child, 'exit')
}

function childrenOf(pid: number): readonly number[] {
	try {
		return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
	} catch {
		return []
	}
}

export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
	for (const pid of pids) {
		try {
			process.kill(pid, signal)
		} catch {
			// It ended by itself.
		}
	}
}

/** A folder that carries our pid, after those of dead processes were swept away. */
export function serverFolder(name: 'postgres' | 'redis' | 'cluster' | 'faults', user?: string): string {
	for (const folder of readdirSync(tmpdir())) {
		const pid = FOLDER.exec(folder)?.[1]
		if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), folder), { recursive: true, force: true })
	}
	const folder = mkdtempSync(join(tmpdir(), `lagebild-${name}-${process.pid}-`))
	if (user !== undefined) chownSync(folder, idOf(user, '-u'), idOf(user, '-g'))
	return folder
}

/** Who has ended and only waits for a parent that asks for its code is gone. */
export function isAlive(pid: number): boolean {
	try {
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
	} catch {
		return false
	}
}

function idOf(user: string, which: '-u' | '-g'): number {
	const { status, stdout } = spawnSync('id', [which, user], { encoding: 'utf8' })
	if (status !== 0) throw new Error(`there is no user ${user}: it comes with Debian's package postgresql`)
	return Number(stdout)
}

/** For programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
	const server = createServer()
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	server.close()
	await once(server, 'close')
	return typeof address === 'object' && address !== null ? address.port : 0
}
