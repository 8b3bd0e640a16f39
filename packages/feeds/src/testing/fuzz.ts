import { createContext, Script } from 'node:vm'

import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'

import type { Parsed, Reception } from '../adapter.ts'
import type { BoundAdapter } from '../bind.ts'
import { FORMAT_NAMES } from '../registry.ts'
import { hostile } from './hostile.ts'
import { problemsOf } from './problems.ts'
import { openSample, samplesOf } from './samples.ts'

/** Of the thread, for one input. Far beyond what is promised, because the collector counts against whoever comes by. */
const MAX_CPU_MS = 1_000
/** By the clock, after which an input is taken for one that hangs. */
const MAX_MS = 30_000
const FEED = 'fuzz'
const URL_OF_ALL = 'https://upstream.example/v1.1/document'
const BASE: Reception = { feed: FEED, received: instant(Date.UTC(2026, 10, 21, 20)), url: URL_OF_ALL }

type Reader = { readonly adapter: BoundAdapter; readonly receptions: readonly Reception[] }

/** A format as each set of options opens it, with the names under which a runner hands its documents over. */
function readersOf(format: string): readonly Reader[] {
	const byOptions = Map.groupBy(samplesOf(format), ({ options }) => JSON.stringify(options))
	return [...byOptions.values()].flatMap((samples) => {
		const first = samples[0]
		if (!first) return []
		const adapter = openSample(format, first)
		const asked = samples.flatMap(({ bytes }) => adapter.parse(bytes, BASE).followUps)
		const named = [...adapter.documents(URL_OF_ALL), ...asked].map(({ url, document, context }) => ({
			...BASE,
			url,
			document,
			...(context !== undefined && { context }),
		}))
		const byName = new Map(named.map((reception) => [reception.document, reception]))
		return [{ adapter, receptions: [BASE, { ...BASE, channel: 'v1.1/Datastreams(1)/Observations' }, ...byName.values()] }]
	})
}

/** Runs a function, or stops it when it does not end. */
function bounded<T>(work: () => T): T {
	let result: { readonly value: T } | undefined
	CONTEXT['work'] = () => {
		result = { value: work() }
	}
	CALL.runInContext(CONTEXT, { timeout: MAX_MS })
	if (!result) throw new Error('nothing came back')
	return result.value
}

const CONTEXT = createContext({})
const CALL = new Script('work()')

function cpuMs(): number {
	const { user, system } = process.threadCpuUsage()
	return (user + system) / 1_000
}

/** What is wrong with what a format makes of an input; nothing when all is well. */
function wrongWith({ adapter, receptions }: Reader, bytes: Uint8Array, which: number): readonly string[] {
	const reception = receptions[which % receptions.length] ?? BASE
	const begun = cpuMs()
	const parsed: Parsed = bounded(() => adapter.parse(bytes, reception))
	const took = cpuMs() - begun
	return [...(took > MAX_CPU_MS ? [`took ${took.toFixed(0)} ms`] : []), ...problemsOf(parsed, FEED)]
}

/**
 * Has a format read bytes that no upstream should send.
 * @returns the first input that it did not bear, made as small as it can be; empty when it bore all
 */
export function fuzz(format: string, runs: number, seed: number): string {
	const readers = readersOf(format)
	const samples = samplesOf(format).map(({ bytes }) => bytes)
	const others = FORMAT_NAMES.flatMap((name) => samplesOf(name).map(({ bytes }) => bytes))
	const before = prototypes()
	const report = fc.check(
		fc.property(fc.constantFrom(...readers), hostile(samples, others), fc.nat(1_000), (reader, bytes, which) => {
			const wrong = wrongWith(reader, bytes, which)
			if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
		}),
		{ numRuns: runs, seed },
	)
	const changed = prototypes() === before ? '' : 'a prototype was changed'
	return report.failed ? `${changed}\n${(fc.defaultReportMessage(report) ?? 'failed').slice(0, 5_000)}` : changed
}

function prototypes(): string {
	return JSON.stringify(
		[Object, Array, Function, String, Number, Map, Promise, Uint8Array].map((type) => Object.getOwnPropertyNames(type.prototype)),
	)
}
