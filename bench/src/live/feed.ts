import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import { OPERATION } from './hub.ts'
import { numberIn, recordOf } from './processes.ts'
import type { Answer } from './processes.ts'
import { SOURCE } from './units.ts'
import type { Came } from './viewers.ts'

const FEEDER = fileURLToPath(new URL('feeder.ts', import.meta.url))

export type FeedPlan = {
	readonly url: string
	readonly operation: string
	readonly token: string
	readonly source: string
	readonly units: number
	/** Each unit says so often where it is. */
	readonly everySeconds: number
	/** Units in one request. */
	readonly perRequest: number
	/** Messages of lane U. */
	readonly urgentPerSecond: number
}

/** When something was said, µs, and its place in the journal. */
export type Said = { readonly lane: 'M' | 'U'; readonly at: number; readonly seq: number }

/** The feeder (`feeder.ts`), a process of its own. */
export class Feed {
	readonly #child: ChildProcess = fork(FEEDER, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
	readonly #plan: FeedPlan

	constructor(plan: FeedPlan) {
		this.#plan = plan
	}

	run(): void {
		this.#child.send({ run: this.#plan })
	}

	/** @returns what it has said since `run`, all of it answered */
	async pause(): Promise<readonly Said[]> {
		this.#child.send({ pause: true })
		const { said, faults } = await this.#told()
		if (!Array.isArray(said) || faults !== 0) throw new Error(`the hub did not take ${String(faults)} of what the feeder said`)
		return said.map(saidOf)
	}

	#told(): Promise<Answer> {
		return new Promise((resolve) => {
			this.#child.once('message', (told) => resolve(recordOf(told)))
		})
	}

	async end(): Promise<void> {
		this.#child.disconnect()
		await once(this.#child, 'exit')
	}
}

type Driven = Pick<FeedPlan, 'token' | 'units'> & Partial<FeedPlan>

/** All units say where they are, by default each once a second. */
export function drivingFeed({ url }: { readonly url: string }, plan: Driven): Feed {
	return new Feed({ url, operation: OPERATION, source: SOURCE, everySeconds: 1, perRequest: 100, urgentPerSecond: 0, ...plan })
}

/** From being said until it came to one of the sample, ms: the first frame of its lane that reaches so far. */
export function latencies(said: readonly Said[], sample: readonly Came[]): readonly number[] {
	const lanes = Map.groupBy(
		said.toSorted((a, b) => a.seq - b.seq),
		({ lane }) => lane,
	)
	const came = Map.groupBy(sample, ({ connection, lane }) => `${lane} ${connection}`)
	return [...came].flatMap(([name, frames]) => lateOn([...lanes].find(([lane]) => name.startsWith(lane))?.[1] ?? [], frames))
}

/** What was said before the first of these frames, or after the last, came outside of the window. */
function lateOn(said: readonly Said[], frames: readonly Came[]): readonly number[] {
	const from = frames[0]?.to ?? Infinity
	let at = 0
	return said.flatMap(({ seq, at: begun }) => {
		while ((frames[at]?.to ?? Infinity) < seq) at++
		const arrived = frames[at]
		return seq <= from || !arrived ? [] : [(arrived.at - begun) / 1_000]
	})
}

function saidOf(told: unknown): Said {
	const record = recordOf(told)
	return { lane: record['lane'] === 'U' ? 'U' : 'M', at: numberIn(record, 'at'), seq: numberIn(record, 'seq') }
}
