import type { HeardCommand } from '@lagebild/model/feeds-protocol.ts'

import { NOTHING_KNOWN } from '../collected.ts'
import { sleep } from '../hub.ts'
import { tellPause } from '../worker.ts'
import type { Worker } from '../worker.ts'
import { check } from './check.ts'
import { deskOf } from './desk.ts'
import type { Desk } from './desk.ts'
import { rerun } from './rerun.ts'
import { vitalsOf } from './vitals-of.ts'

const FIRST_MS = 1_500
const EVERY_MS = 10_000
const SAMPLE_MS = 60_000
/** After an answer that came too soon, or none. */
const AGAIN_MS = 2_000
/** A hub of before commands knows none. */
const UNKNOWN_MS = 60_000
const SOON_MS = 1_000
const MOST_SEEN = 100

export type Attending = { readonly hub: string; readonly signal: AbortSignal }

/** Tells the hub how a feed does, and hears what people want of it, until the signal. Never rejects: the feed runs without it. */
export async function attend(worker: Worker, { hub, signal }: Attending): Promise<void> {
	const { id: feed, key, operation } = worker.feed
	const desk = deskOf({ url: hub, key, operation, feed, signal })
	const safely = async (work: () => Promise<void>): Promise<void> => {
		while (!signal.aborted) {
			await work().catch((error: unknown) => worker.ports.log.error({ feed, err: error }, 'a mistake of ours in the care of a feed'))
			await sleep(EVERY_MS, signal)
		}
	}
	await Promise.all([
		safely(() => tellVitals(worker, { desk, signal })),
		safely(() => hearCommands({ desk, signal }, (command) => obey(worker, desk, command))),
	])
}

type Telling = { readonly desk: Desk; readonly signal: AbortSignal }
/** What of the samples was told, and when. */
type Told = { readonly samples: number; readonly mapping: string | null; readonly at: number }

async function tellVitals(worker: Worker, { desk, signal }: Telling): Promise<void> {
	let told: Told = { samples: 0, mapping: null, at: -Infinity }
	for (let pause = FIRST_MS; await sleep(pause, signal); pause = EVERY_MS) {
		if (worker.controls.paused !== undefined) await tellPause(worker)
		const answer = await desk.vitals(vitalsOf(worker))
		if (answer.type === 'answered')
			told = await tellSample(worker, desk, { ...told, ...(!answer.answer.sample && { samples: 0, at: -Infinity }) })
	}
}

/** At most once a minute, and at once when it is read by another mapping. */
async function tellSample({ watch }: Worker, desk: Desk, told: Told): Promise<Told> {
	const { samples, mappingVersion } = watch
	const at = performance.now()
	const due = samples > told.samples && (at - told.at >= SAMPLE_MS || mappingVersion !== told.mapping)
	const sample = due ? watch.sample() : undefined
	if (!sample) return told
	const answer = await desk.sample(sample)
	return answer.type === 'undelivered' ? told : { samples, mapping: mappingVersion, at }
}

/** Each command once, until the signal. */
export async function hearCommands({ desk, signal }: Telling, obeyed: (command: HeardCommand) => void): Promise<void> {
	let seen: readonly number[] = []
	while (!signal.aborted) {
		const asked = performance.now()
		const delivered = await desk.commands(seen)
		const fresh = delivered.type === 'answered' ? delivered.answer.commands.filter(({ no }) => !seen.includes(no)) : []
		seen = [...seen, ...fresh.map(({ no }) => no)].slice(-MOST_SEEN)
		for (const command of fresh) obeyed(command)
		if (delivered.type === 'refused') await sleep(UNKNOWN_MS, signal)
		else if (fresh.length === 0 && performance.now() - asked < SOON_MS) await sleep(AGAIN_MS * (1 + Math.random()), signal)
	}
}

function obey(worker: Worker, desk: Desk, command: HeardCommand): void {
	const { controls, ports, feed } = worker
	const beside = (work: Promise<void>): void => {
		work.catch((error: unknown) =>
			ports.log.error({ feed: feed.id, err: error, command: command.type }, 'a command ended in a mistake of ours'),
		)
	}
	ports.log.info({ feed: feed.id, command: command.type, by: command.by }, 'told what to do')
	switch (command.type) {
		case 'pause':
			controls.pause(command.by)
			return beside(tellPause(worker))
		case 'resume':
			return controls.resume()
		case 'poll-now':
			return controls.wake()
		case 'reconnect':
			worker.known = NOTHING_KNOWN
			return controls.reconnect()
		case 'check':
			return beside(check(worker, desk, command.no))
		case 'rerun':
			return beside(rerun(worker, desk, command))
	}
}
