import { readFileSync } from 'node:fs'

import { LineProcess, numberIn, program } from './processes.ts'
import type { Came } from './viewers.ts'

export type Captured = { readonly data: string; readonly index: string; readonly cycleMs: number; readonly groups: number }

/** `floor.c` with what was captured from a hub. */
export class Floor {
	readonly #process: LineProcess
	readonly #captured: Captured
	readonly port: number
	#begun = 0

	private constructor(running: LineProcess, captured: Captured, port: number) {
		this.#process = running
		this.#captured = captured
		this.port = port
	}

	static async start(captured: Captured): Promise<Floor> {
		const running = new LineProcess(program('floor'), [captured.data, captured.index, String(captured.cycleMs), String(captured.groups)])
		return new Floor(running, captured, numberIn(await running.answer(), 'port'))
	}

	get pid(): number {
		return this.#process.pid
	}

	async run(): Promise<void> {
		this.#begun = numberIn(await this.#process.ask('run'), 'begun')
	}

	async pause(): Promise<void> {
		await this.#process.ask('pause')
	}

	/** From the moment at which a message was to be sent until it came, ms. */
	latencies(sample: readonly Came[]): readonly number[] {
		const times = timesOf(this.#captured.index)
		const cycle = this.#captured.cycleMs * 1_000
		return sample.flatMap(({ at, no }) => {
			const due = times.get(no)
			return due === undefined ? [] : [((((at - this.#begun - due) % cycle) + cycle) % cycle) / 1_000]
		})
	}

	end(): Promise<void> {
		return this.#process.end()
	}
}

/** When each frame is due within the cycle, µs: when the first group is sent it. */
function timesOf(index: string): ReadonlyMap<number, number> {
	const times = new Map<number, number>()
	for (const line of readFileSync(index, 'utf8').trimEnd().split('\n')) {
		const [, at = 0, , , no = -1] = line.split(' ').map(Number)
		times.set(no, Math.min(at, times.get(no) ?? Infinity))
	}
	return times
}
