import { randomInt } from 'node:crypto'

import type { HeardCommand } from '@lagebild/model/feeds-protocol.ts'

/** Whoever begins within this time still hears it. */
const KEPT_MS = 60_000
const MOST_KEPT = 100
const WAIT_MS = 25_000
/** Ingests that ask for the same feed at the same time; a lease leaves one. */
const MOST_WAITING = 10
const PER_MS = 1_000

type Kept = { readonly command: HeardCommand; readonly until: number }
type Waiting = { readonly seen: ReadonlySet<number>; readonly answer: (commands: readonly HeardCommand[]) => void }

/** What people want of one feed, until its ingest has heard it. Who asks says what it has seen: commands of several hubs come in any order. */
export class Commands {
	#kept: readonly Kept[] = []
	readonly #waiting = new Set<Waiting>()
	#closed = false

	/** The number is never given twice, whichever hub gives it. */
	static numberAt(now: number): number {
		return now * PER_MS + randomInt(PER_MS)
	}

	add(command: HeardCommand, now: number): void {
		if (this.#kept.some((kept) => kept.command.no === command.no)) return
		this.#kept = [...this.#kept.filter(({ until }) => until > now), { command, until: now + KEPT_MS }].slice(-MOST_KEPT)
		for (const { seen, answer } of this.#waiting) answer(this.#unseen(seen, now))
	}

	/** Who gave it, as long as it is kept. */
	byOf(no: number): string | undefined {
		return this.#kept.find(({ command }) => command.no === no)?.command.by
	}

	/** At once when there is something; `gone`: nobody waits for the answer any more. */
	next(seen: ReadonlySet<number>, now: number, gone: AbortSignal): Promise<readonly HeardCommand[]> {
		const there = this.#unseen(seen, now)
		if (there.length > 0 || this.#closed || gone.aborted) return Promise.resolve(there)
		return new Promise((resolve) => {
			const answer = (commands: readonly HeardCommand[]): void => {
				clearTimeout(timer)
				gone.removeEventListener('abort', nothing)
				this.#waiting.delete(waiting)
				resolve(commands)
			}
			const nothing = (): void => answer([])
			const timer = setTimeout(nothing, WAIT_MS)
			const waiting = { seen, answer }
			gone.addEventListener('abort', nothing)
			this.#waiting.add(waiting)
			if (this.#waiting.size > MOST_WAITING) [...this.#waiting][0]?.answer([])
		})
	}

	close(): void {
		this.#closed = true
		for (const { answer } of this.#waiting) answer([])
	}

	#unseen(seen: ReadonlySet<number>, now: number): readonly HeardCommand[] {
		return this.#kept.filter(({ command, until }) => until > now && !seen.has(command.no)).map(({ command }) => command)
	}
}
