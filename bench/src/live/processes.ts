import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const BENCH = fileURLToPath(new URL('../../', import.meta.url))
const compiled = new Map<string, string>()

/** A program of this folder in C, built with `cc` into a folder for temporary files that goes with this process. */
export function program(name: 'clients' | 'floor' | 'syncs'): string {
	const known = compiled.get(name)
	if (known !== undefined) return known
	const folder = temporary('bench-cc')
	const file = join(folder, name)
	const shared = name === 'syncs' ? ['-shared', '-fPIC', '-ldl'] : []
	const { status, stderr } = spawnSync('cc', ['-O2', '-o', file, join(BENCH, `${name}.c`), ...shared], { encoding: 'utf8' })
	if (status !== 0) throw new Error(`cc could not build ${name}.c: ${stderr}`)
	compiled.set(name, file)
	return file
}

const folders: string[] = []

function removeFolders(): void {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}

/** A folder that is removed when this process ends. */
export function temporary(name: string): string {
	const folder = mkdtempSync(join(tmpdir(), `lagebild-${name}-`))
	if (folders.length === 0) process.on('exit', removeFolders)
	folders.push(folder)
	return folder
}

export type Answer = Readonly<Record<string, unknown>>

/** A program that is told lines and answers each with one line of JSON; it ends with its standard input. */
export class LineProcess {
	readonly #child: ChildProcess
	readonly #waiting: ((answer: Answer) => void)[] = []
	readonly #early: Answer[] = []
	/** Lines that are no JSON, since the last answer. */
	#beside: string[] = []
	#ended: Error | undefined

	constructor(file: string, args: readonly string[]) {
		this.#child = spawn(file, [...args], { stdio: ['pipe', 'pipe', 'inherit'] })
		if (this.#child.stdout) createInterface({ input: this.#child.stdout }).on('line', (line) => this.#hear(line))
		this.#child.on('exit', (code) => {
			this.#ended = new Error(`${file} ended with ${code}`)
		})
	}

	get pid(): number {
		return this.#child.pid ?? 0
	}

	/** What it says next. */
	answer(): Promise<Answer> {
		if (this.#ended) return Promise.reject(this.#ended)
		const early = this.#early.shift()
		if (early) return Promise.resolve(early)
		return new Promise((resolve, reject) => {
			const ended = () => reject(this.#ended ?? new Error('a program of the bench ended'))
			this.#child.once('exit', ended)
			this.#waiting.push((answer) => {
				this.#child.off('exit', ended)
				resolve(answer)
			})
		})
	}

	ask(line: string): Promise<Answer> {
		this.#child.stdin?.write(`${line}\n`)
		return this.answer()
	}

	/** Takes the lines that came before the last answer. */
	beside(): readonly string[] {
		const lines = this.#beside
		this.#beside = []
		return lines
	}

	async end(): Promise<void> {
		if (this.#ended) return
		this.#child.stdin?.end()
		await once(this.#child, 'exit')
	}

	#hear(line: string): void {
		if (!line.startsWith('{')) {
			this.#beside.push(line)
			return
		}
		const answer = recordOf(JSON.parse(line))
		const next = this.#waiting.shift()
		if (next) next(answer)
		else this.#early.push(answer)
	}
}

export function recordOf(value: unknown): Answer {
	return typeof value === 'object' && value !== null ? { ...value } : {}
}

export function numberIn(answer: Answer, key: string): number {
	const value = answer[key]
	if (typeof value !== 'number') throw new Error(`a program of the bench did not say ${key}: ${JSON.stringify(answer)}`)
	return value
}

export function textIn(answer: Answer, key: string): string {
	const value = answer[key]
	if (typeof value !== 'string') throw new Error(`an answer has no ${key}: ${JSON.stringify(answer).slice(0, 300)}`)
	return value
}

/** Time that a process has computed, all its threads together, s; the kernel counts in hundredths. */
export function cpuOf(pid: number): number {
	const fields = statOf(pid)
	return (Number(fields[11]) + Number(fields[12])) / 100
}

function statOf(pid: number): readonly string[] {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** The same of a server and all the processes that it started: those that live, and those that it has seen end. */
export function cpuOfServer(pid: number): number {
	const ended = statOf(pid)
	return [pid, ...childrenOf(pid)].reduce((sum, each) => sum + liveCpuOf(each), (Number(ended[13]) + Number(ended[14])) / 100)
}

function childrenOf(pid: number): readonly number[] {
	return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
		readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
	)
}

/** A server's helper may end between being listed and being asked: what it computed is then counted with the server's ended ones. */
function liveCpuOf(pid: number): number {
	try {
		return cpuOf(pid)
	} catch {
		return 0
	}
}

/** The clock of `bench/*.c`, µs. */
export function micros(): number {
	return Number(process.hrtime.bigint() / 1_000n)
}
