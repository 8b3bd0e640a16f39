import { setTimeout as pause } from 'node:timers/promises'

import { complaintsOf } from '@lagebild/testing/faults/oracle.ts'
import type { Evidence } from '@lagebild/testing/faults/oracle.ts'
import { randomOf } from '@lagebild/testing/faults/random.ts'
import type { Random } from '@lagebild/testing/faults/random.ts'
import { until } from '@lagebild/testing/until.ts'

import type { Sender } from './deliver.ts'
import { badLines, broughtBack, journalOf, settled, staleUnits } from './evidence.ts'
import type { Fault, Stage } from './fault.ts'
import { Ledger } from './ledger.ts'
import { knownEverywhere, TABLETS } from './stages.ts'
import type { Theatre } from './stages.ts'
import { startTablet } from './tablet.ts'
import { startViewer } from './viewer.ts'
import type { Viewer } from './viewer.ts'
import { startWriter } from './writer.ts'

export type RoundOptions = { readonly seed: number; readonly short: boolean }

export type Outcome = {
	readonly complaints: readonly string[]
	readonly events: number
	readonly entries: number
	/** Longest time in which no acknowledgement came, ms. */
	readonly silenceMs: number
	/** From the end of the fault, and of new words, until all clients held what the hubs give, ms. */
	readonly settledMs: number
}

/** Nobody waits longer for an answer after a fault is over. */
const PATIENCE_MS = 40_000
/** A fault in the short version lasts at most so long. */
const SHORT_MS = 1_500

/** One operation with its load, its viewers and what the harness knows of them. */
type Round = {
	readonly theatre: Theatre
	readonly fault: Fault
	readonly short: boolean
	readonly random: Random
	readonly operation: string
	readonly ledger: Ledger
	readonly viewers: readonly Viewer[]
	readonly senders: ReadonlyMap<string, Sender>
	/** Ends the patience of all senders. */
	readonly given: AbortController
	readonly complaints: string[]
	/** What each hub had printed, and how often it had ended, before. */
	readonly before: readonly { readonly printed: number; readonly ended: number }[]
}

/** Load, a fault in it, and what is left of both. */
export async function playRound(theatre: Theatre, fault: Fault, options: RoundOptions): Promise<Outcome> {
	const round = await openRound(theatre, fault, options)
	try {
		await suffer(round)
		return await judge(round)
	} finally {
		round.given.abort()
		await Promise.all(round.viewers.map((viewer) => viewer.close()))
	}
}

async function openRound(theatre: Theatre, fault: Fault, { seed, short }: RoundOptions): Promise<Round> {
	const random = randomOf(seed)
	const operation = `runde-${seed}`
	const before = theatre.nodes.map(({ hub }) => ({ printed: hub.output().length, ended: hub.ends().length }))
	const made = await theatre.admin.api.post('/api/v1/operations', { id: operation, name: `Runde ${seed}`, status: 'test' })
	if (made.status !== 201) throw new Error(`no operation: ${JSON.stringify(made)}`)
	await knownEverywhere(theatre.cluster, theatre.admin.key, `/api/v1/operations/${operation}/picture`)
	const ledger = new Ledger()
	const given = new AbortController()
	const senders = sendersOf(theatre, { operation, ledger, random, given: given.signal })
	const viewers = viewersOf(theatre, operation, random)
	return { theatre, fault, short, random, operation, ledger, viewers, senders, given, complaints: [], before }
}

async function suffer({ theatre, fault, short, random, viewers, senders, given, ...round }: Round): Promise<void> {
	await Promise.all(viewers.map(({ name, client }) => until(`${name} to be live`, () => client.state().session === 'live' || undefined)))
	const writers = [...senders].map(([name, sender]) => {
		const tablet = viewers.find((viewer) => viewer.name === name)
		return tablet ? startTablet(tablet, sender) : startWriter(sender, name)
	})
	await pause(random.whole(300, short ? 800 : 2_000))
	const [first, ...others] = senders.values()
	if (!first) throw new Error('a round without senders')
	const stage: Stage = {
		...theatre,
		random: random.branch(),
		operation: round.operation,
		ledger: round.ledger,
		viewers,
		senders: [first, ...others],
		broken: (complaint) => round.complaints.push(complaint),
		lasts: (ms) => (short ? Math.min(ms, SHORT_MS) : ms),
	}
	await fault.run(stage)
	await pause(random.whole(200, short ? 500 : 1_500))
	const patience = setTimeout(() => given.abort(), PATIENCE_MS)
	await Promise.all(writers.map((writer) => writer.stop()))
	clearTimeout(patience)
}

async function judge({ theatre, fault, operation, ledger, viewers, complaints, before }: Round): Promise<Outcome> {
	const { nodes, admin } = theatre
	const begun = performance.now()
	const missing = await broughtBack(nodes[0], ledger, { key: admin.key, operation })
	const clients = await settled(viewers)
	const settledMs = performance.now() - begun
	const journals = evenOut(await Promise.all(nodes.map((node) => journalOf(node, admin.key, operation))))
	const entries = journals[0]?.lines.length ?? 0
	const all = [
		...complaints,
		...ledger.broken,
		...missing,
		...complaintsOf({ sent: ledger.sent, acknowledged: ledger.acknowledged, journals, clients }),
		...(fault.timesDiffer ? [] : clients.slice(0, 1).flatMap(({ held }) => staleUnits(ledger, held))),
		...(await chainOf(theatre, operation, entries)),
		...nodes.flatMap((node, index) => badLines(node, before[index]?.printed ?? 0, fault)),
		...nodes.flatMap(({ hub }, index) => badEnds(hub.ends().slice(before[index]?.ended), fault)),
	]
	return { complaints: all, events: ledger.acknowledged.length, entries, silenceMs: ledger.silence, settledMs }
}

/** Hubs write by themselves between one reading and the other. What was acknowledged has to be in all of them, however short they are. */
function evenOut(journals: Evidence['journals']): Evidence['journals'] {
	const shortest = Math.min(...journals.map(({ lines }) => lines.length))
	return journals.map(({ hub, lines }) => ({ hub, lines: lines.slice(0, shortest) }))
}

function sendersOf({ nodes, cluster, writers }: Theatre, common: Omit<Sender, 'name' | 'urls' | 'key'>): ReadonlyMap<string, Sender> {
	const urls = (): readonly [string, ...string[]] => [cluster.url, ...nodes.map(({ url }) => url)]
	return new Map([...writers].map(([name, key]) => [name, { ...common, name, random: common.random.branch(), urls, key }]))
}

function viewersOf({ cluster, nodes, admin, writers }: Theatre, operation: string, random: Random): readonly Viewer[] {
	const common = { token: admin.key, operation }
	const some = { kinds: ['incident'], cover: 'none' }
	return [
		startViewer({ ...common, name: 'all', url: cluster.url }),
		...nodes.map(({ url }, index) => startViewer({ ...common, name: `all at ${index}`, url })),
		...TABLETS.map((name) => startViewer({ name, url: cluster.url, token: writers.get(name) ?? '', operation })),
		startViewer({ ...common, name: 'incidents', url: random.pick(nodes).url, want: some }),
	]
}

/** The program itself checks the chain, and has to have seen every entry that the hub gave out. */
async function chainOf({ nodes: [{ hub }] }: Theatre, operation: string, entries: number): Promise<readonly string[]> {
	const { status, stdout, stderr } = await hub.command(['verify', '--operation', operation])
	const checked = Number(new RegExp(`^${operation}: unbroken from 1 to (\\d+)`, 'm').exec(stdout)?.[1] ?? 0)
	if (status === 0 && checked >= entries) return []
	return [`verify ended with ${status} where ${entries} entries are: ${stdout}${stderr}`]
}

function badEnds(ends: readonly { readonly code: number | null; readonly signal: string | null }[], { mayEnd }: Fault): readonly string[] {
	const own = ends.filter(({ signal }) => signal !== 'SIGKILL')
	return mayEnd ? [] : own.map(({ code, signal }) => `a hub ended by itself (${code ?? signal})`)
}
