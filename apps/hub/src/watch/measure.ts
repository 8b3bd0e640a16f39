import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { promisify } from 'node:util'

import type { Disk, WallClock } from './judge.ts'

const run = promisify(execFile)
const PATIENCE_MS = 2_000
const ASK_MS = 60_000
const NS_PER_MS = 1e6

/** Of the file system that holds a folder. */
export async function measureDisk(folder: string): Promise<Disk> {
	const { bavail, blocks, bsize } = await statfs(folder)
	return { free: bavail * bsize, size: blocks * bsize }
}

/** By systemd, else by chrony. Undefined where neither is there or says anything. */
async function isSynchronised(): Promise<boolean | undefined> {
	const systemd = await said('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'])
	if (systemd === 'yes' || systemd === 'no') return systemd === 'yes'
	const chrony = /^Leap status\s*:\s*(.+)$/m.exec((await said('chronyc', ['-n', 'tracking'])) ?? '')?.[1]
	return chrony === undefined ? undefined : chrony !== 'Not synchronised'
}

/** To ask starts a program, which holds everything up for a moment: what was fine, or could not be asked, is asked again after a minute, and a clock that is not synchronised each time. */
export function synchronisation(
	ask: () => Promise<boolean | undefined> = isSynchronised,
	monotonic: () => number = () => performance.now(),
): () => Promise<boolean | undefined> {
	let known: { readonly answer: boolean | undefined; readonly at: number } | undefined
	return async () => {
		if (known && known.answer !== false && monotonic() - known.at < ASK_MS) return known.answer
		const at = monotonic()
		known = { answer: await ask(), at }
		return known.answer
	}
}

async function said(program: string, args: readonly string[]): Promise<string | undefined> {
	try {
		return (await run(program, [...args], { timeout: PATIENCE_MS })).stdout.trim()
	} catch {
		return undefined
	}
}

/** Notices steps of the wall clock against the monotonic one, ms. */
export class StepWatch {
	readonly #wall: () => number
	readonly #monotonic: () => number
	#offset: number
	#last: { readonly ms: number; readonly at: number } | undefined

	constructor(wall: () => number = Date.now, monotonic: () => number = () => performance.now()) {
		this.#wall = wall
		this.#monotonic = monotonic
		this.#offset = wall() - monotonic()
	}

	/** The last step by more than a second, if there was one since this began to watch. */
	look(): WallClock['step'] {
		const offset = this.#wall() - this.#monotonic()
		const ms = offset - this.#offset
		if (Math.abs(ms) > 1_000) this.#last = { ms, at: this.#monotonic() }
		this.#offset = offset
		return this.#last && { ms: this.#last.ms, agoMs: this.#monotonic() - this.#last.at }
	}
}

/** How late the timers of this process are. */
export class StallWatch {
	readonly #histogram = monitorEventLoopDelay({ resolution: 20 })

	constructor() {
		this.#histogram.enable()
	}

	/** 99th percentile since the last look, ms beyond the watch's own interval. */
	look(): number {
		const late = this.#histogram.percentile(99) / NS_PER_MS - 20
		this.#histogram.reset()
		return Math.max(0, late)
	}

	close(): void {
		this.#histogram.disable()
	}
}
