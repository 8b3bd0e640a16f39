import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env as inherited } from 'node:process'
import { fileURLToPath } from 'node:url'

import { until } from './until.ts'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const MAIN = join(ROOT, 'apps', 'lagebild', 'src', 'main.ts')

/** The real program as `npm start` runs it, on a data folder of its own. */
export type Stack = {
	readonly url: string
	readonly port: number
	readonly data: string
	/** Everything the program printed. */
	readonly output: () => string
	/** One-time sign-in address that the start printed, or a new one. */
	readonly link: () => string
	readonly key: (args: readonly string[]) => string
	/** Runs a command of the program on this data folder. */
	readonly command: (args: readonly string[]) => { readonly status: number | null; readonly stdout: string; readonly stderr: string }
	/** Resident memory of one child of the supervisor, bytes; 0 while it is not running. */
	readonly memory: (child: string) => number
	/** Ends one child of the supervisor at once, as a crash would (SIGKILL). */
	readonly kill: (child: string) => void
	/** Ctrl-C, then waits for the end. */
	readonly stop: () => Promise<void>
	readonly dispose: () => Promise<void>
}

export type StackOptions = {
	/** Reuse a folder of an earlier stack. */
	readonly data?: string
	readonly env?: Readonly<Record<string, string>>
	readonly port?: number
	/** Beside `start`. */
	readonly args?: readonly string[]
}

export async function startStack({
	data = mkdtempSync(join(tmpdir(), 'lagebild-stack-')),
	env = {},
	port = 0,
	args: startArgs = [],
}: StackOptions = {}): Promise<Stack> {
	const environment = { ...inherited, LAGEBILD_DATA: data, PORT: String(port), ...env }
	const child = spawn(process.execPath, [MAIN, 'start', ...startArgs], { cwd: ROOT, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
	let printed = ''
	const collect = (chunk: Buffer) => {
		printed += chunk.toString()
	}
	child.stdout.on('data', collect)
	child.stderr.on('data', collect)
	const url = await until('the address of the program', () => addressIn(printed) ?? ended(child, () => printed), 60_000)
	await until('/readyz', async () => ((await answers(`${url}/readyz`)) ? true : ended(child, () => printed)), 60_000)
	const command = (args: readonly string[]) => {
		const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd: ROOT, env: environment, encoding: 'utf8' })
		return { status, stdout, stderr }
	}
	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return
		child.kill('SIGINT')
		await once(child, 'exit')
	}
	return {
		url,
		port: Number(new URL(url).port),
		data,
		output: () => printed,
		link: () => /https?:\/\/\S+\/sign-in\?code=\S+/.exec(command(['link']).stdout)?.[0] ?? '',
		key: (args) => command(['key', 'create', ...args]).stdout.trim(),
		command,
		memory: (name) => memoryOf(pidOfChild(child, name)),
		kill: (name) => {
			const pid = pidOfChild(child, name)
			if (pid === undefined) throw new Error(`no child ${name}`)
			process.kill(pid, 'SIGKILL')
		},
		stop,
		dispose: async () => {
			await stop()
			rmSync(data, { recursive: true, force: true })
		},
	}
}

function addressIn(printed: string): string | undefined {
	return /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
}

function ended(child: ChildProcess, printed: () => string): undefined {
	if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}:\n${printed()}`)
	return undefined
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).status === 200
	} catch {
		return false
	}
}

/** Children are found by what the kernel says of them, so that no test needs a door into the supervisor. */
function pidOfChild(supervisor: ChildProcess, name: string): number | undefined {
	const children = readFileSync(`/proc/${supervisor.pid}/task/${supervisor.pid}/children`, 'utf8').trim().split(' ')
	const pid = children.find((candidate) => readFileSync(`/proc/${candidate}/cmdline`, 'utf8').includes(`apps/${name}/src/main.ts`))
	return pid === undefined ? undefined : Number(pid)
}

const PAGE_BYTES = 4_096

function memoryOf(pid: number | undefined): number {
	return pid === undefined ? 0 : Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES
}
