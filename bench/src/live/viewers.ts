import { PROTOCOL } from '@lagebild/model/protocol.ts'

import { LineProcess, numberIn, program, textIn } from './processes.ts'

export type GroupOfViewers = {
	readonly token: string
	/** What they say in `open`; undefined: nothing, they only keep the connection. */
	readonly want?: object
	readonly count: number
	/** How many of them read slowly, and how many bytes a second. */
	readonly slow?: number
	readonly slowBytes?: number
	/** How many of them say when each frame came. */
	readonly sampled?: number
}

/** When one frame came to one of the sample, µs. */
export type Came = { readonly connection: number; readonly at: number; readonly no: number; readonly to: number; readonly lane: string }

export type Count = {
	readonly seconds: number
	readonly live: number
	readonly frames: number
	readonly bytes: number
	/** Rows that frames brought, summed over all viewers. */
	readonly updates: number
	readonly acks: number
	readonly sample: readonly Came[]
}

export type ViewersOptions = {
	readonly port: number
	/** Undefined: a floor. */
	readonly operation?: string
	/** Seq of the journal's head; needed of a hub. */
	readonly head?: number
}

/** Viewers in a process of their own (`clients.c`), all live. */
export class Viewers {
	readonly #process: LineProcess
	readonly #count: number

	private constructor(running: LineProcess, count: number) {
		this.#process = running
		this.#count = count
	}

	/** @throws when not every one of them becomes live */
	static async connect({ port, operation, head = 0 }: ViewersOptions, groups: readonly GroupOfViewers[]): Promise<Viewers> {
		const room = operation === undefined ? '-' : `/operations/${operation}`
		const running = new LineProcess(program('clients'), [String(port), room])
		await running.ask(`head ${head}`)
		for (const [index, { token, want, count, slow = 0, slowBytes = 0, sampled = 0 }] of groups.entries()) {
			const open = want === undefined ? '-' : JSON.stringify({ protocol: PROTOCOL, want })
			// oxlint-disable-next-line no-await-in-loop
			await running.ask(`group ${token} ${open}`)
			// oxlint-disable-next-line no-await-in-loop
			await running.ask(`add ${index} ${count - slow} 0 ${sampled}`)
			// oxlint-disable-next-line no-await-in-loop
			if (slow > 0) await running.ask(`add ${index} ${slow} ${slowBytes} 0`)
		}
		const count = groups.reduce((sum, group) => sum + group.count, 0)
		const viewers = new Viewers(running, count)
		const told = await running.ask('connect')
		if (numberIn(told, 'live') !== count) {
			await running.end()
			throw new Error(`only ${numberIn(told, 'live')} of ${count} viewers became live: ${textIn(told, 'words')}`)
		}
		return viewers
	}

	get pid(): number {
		return this.#process.pid
	}

	async mark(): Promise<void> {
		await this.#process.ask('mark')
	}

	/** @throws when viewers were lost, or were told to begin again: then it was not the load that it should have been. */
	async report({ lenient = false }: { readonly lenient?: boolean } = {}): Promise<Count> {
		const told = await this.#process.ask('report')
		const sample = this.#process.beside().map(cameOf)
		const trouble = ['resets', 'loads', 'byes', 'refusals', 'lost'].filter((what) => numberIn(told, what) > 0)
		if (!lenient && (trouble.length > 0 || numberIn(told, 'live') !== this.#count)) {
			throw new Error(`viewers of the bench had trouble: ${JSON.stringify(told)}`)
		}
		return {
			seconds: numberIn(told, 'us') / 1e6,
			live: numberIn(told, 'live'),
			frames: numberIn(told, 'frames'),
			bytes: numberIn(told, 'bytes'),
			updates: numberIn(told, 'updates'),
			acks: numberIn(told, 'acks'),
			sample,
		}
	}

	/** Keeps what the first viewer of each group is sent, for the floor. */
	async capture(ms: number, { data, index }: { readonly data: string; readonly index: string }): Promise<number> {
		return numberIn(await this.#process.ask(`capture ${ms} ${data} ${index}`), 'captured')
	}

	end(): Promise<void> {
		return this.#process.end()
	}
}

function cameOf(line: string): Came {
	const [, connection, at, no, to, lane = '?'] = line.split(' ')
	return { connection: Number(connection), at: Number(at), no: Number(no), to: Number(to), lane }
}
