import { parseArgs } from 'node:util'

import { CLUSTER } from './cluster-faults.ts'
import type { Fault, Place } from './fault.ts'
import { ONE_HUB } from './one-hub.ts'
import { playRound } from './round.ts'
import type { Outcome } from './round.ts'
import { openTheatre } from './stages.ts'
import type { Theatre } from './stages.ts'

/**
 * `npm run faults`: rounds of load and faults on real processes, and a table of what they left. Each round has a seed of its own;
 * `--only NAME --rounds 1 --seed S` plays one again. `--only` takes names and places, joined by commas; `--short` is what `npm test` runs.
 */
const { values } = parseArgs({
	options: {
		rounds: { type: 'string' },
		seed: { type: 'string' },
		only: { type: 'string' },
		short: { type: 'boolean', default: false },
	},
})
const seed = Number(values.seed ?? (values.short ? 1 : Math.floor(Math.random() * 1_000_000)))
/** What `npm test` plays: one of each sort. */
const SHORT: readonly string[] = [
	'kill-hub',
	'clock',
	'restore',
	'full-disk-kill',
	'cluster-kill-hub',
	'redis-empty',
	'postgres-cut-in-commit',
	'postgres-standby',
]
const only = values.only?.split(',') ?? (values.short ? SHORT : undefined)
const FAULTS = [...ONE_HUB, ...CLUSTER].filter(({ name, place }) => !only || only.includes(name) || only.includes(place))
/** Journals and logs of earlier rounds must not slow down those after them. */
const ROUNDS_EACH = 25

type Played = { readonly fault: Fault; readonly seed: number; readonly outcome: Outcome }

const played: Played[] = []
const skipped = new Map<string, string>()

function say(line: string): void {
	process.stdout.write(`${line}\n`)
}

async function play(theatre: Theatre, fault: Fault, own: number): Promise<void> {
	const lack = theatre.lacks(fault)
	if (lack !== undefined) {
		skipped.set(fault.name, lack)
		return
	}
	const outcome = await playRound(theatre, fault, { seed: own, short: values.short }).catch((error: unknown): Outcome => {
		const complaint = error instanceof Error ? (error.stack ?? error.message) : String(error)
		return { complaints: [complaint], events: 0, entries: 0, silenceMs: 0, settledMs: 0 }
	})
	played.push({ fault, seed: own, outcome })
	const { complaints, events, silenceMs, settledMs } = outcome
	const ms = `silent ${silenceMs.toFixed(0)} ms, settled after ${settledMs.toFixed(0)} ms`
	say(`${complaints.length === 0 ? 'ok    ' : 'FAILED'} ${fault.name} (seed ${own}): ${events} events, ${ms}`)
	for (const complaint of complaints.slice(0, 12)) say(`       ${complaint}`)
}

/** All rounds of one place, on one theatre as long as it is in order. */
async function playAt(place: Place, rounds: readonly { readonly fault: Fault; readonly seed: number }[]): Promise<void> {
	for (let from = 0; from < rounds.length; from += ROUNDS_EACH) {
		// oxlint-disable-next-line no-await-in-loop
		const theatre = await openTheatre(place)
		if (typeof theatre === 'string') {
			for (const { fault } of rounds) skipped.set(fault.name, theatre)
			return
		}
		// oxlint-disable-next-line no-await-in-loop
		for (const round of rounds.slice(from, from + ROUNDS_EACH)) await play(theatre, round.fault, round.seed)
		// oxlint-disable-next-line no-await-in-loop
		await theatre.close()
	}
}

function table(): void {
	const names = [...new Set(played.map(({ fault }) => fault.name))]
	say('\n| fault | rounds | failed | events acknowledged | longest silence, s | settled after, s (median, longest) |')
	say('|---|---|---|---|---|---|')
	for (const name of names) {
		const own = played.filter(({ fault }) => fault.name === name).map(({ outcome }) => outcome)
		const failed = own.filter(({ complaints }) => complaints.length > 0).length
		const events = own.reduce((sum, one) => sum + one.events, 0)
		const settled = own.map(({ settledMs }) => settledMs / 1_000).toSorted((a, b) => a - b)
		const silence = Math.max(...own.map(({ silenceMs }) => silenceMs)) / 1_000
		const median = settled[Math.floor(settled.length / 2)] ?? 0
		say(
			`| ${name} | ${own.length} | ${failed} | ${events} | ${silence.toFixed(1)} | ${median.toFixed(1)}, ${(settled.at(-1) ?? 0).toFixed(1)} |`,
		)
	}
	for (const [name, why] of skipped) say(`skipped ${name}: ${why}`)
}

const wanted = Number(values.rounds ?? FAULTS.length)
const rounds = Array.from({ length: wanted }, (_, n) => ({ fault: FAULTS[n % FAULTS.length], seed: seed + n }))
const PLACES = (['one', 'disk', 'cluster'] as const).map((place) => ({
	place,
	own: rounds.flatMap(({ fault, seed: each }) => (fault?.place === place ? [{ fault, seed: each }] : [])),
}))
if (values.short) await Promise.all(PLACES.map(({ place, own }) => playAt(place, own)))
// oxlint-disable-next-line no-await-in-loop
else for (const { place, own } of PLACES) await playAt(place, own)
table()
const failed = played.filter(({ outcome }) => outcome.complaints.length > 0).length
say(JSON.stringify({ bench: 'faults', seed, rounds: played.length, failed, skipped: skipped.size }))
process.exit(failed === 0 && played.length > 0 ? 0 : 1)
