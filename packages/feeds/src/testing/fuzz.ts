import { createContext, Script } from 'node:vm'

import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'

import type { Parsed, Reception } from '../adapter.ts'
import type { BoundAdapter } from '../bind.ts'
import { NOTHING } from '../parsed.ts'
import { FORMAT_NAMES } from '../registry.ts'
import { rawBytes } from '../text.ts'
import { hostile } from './hostile.ts'
import { problemsOf } from './problems.ts'
import { openSample, samplesOf } from './samples.ts'

/** Of the thread, for one input. Far beyond what is promised, because the collector counts against whoever comes by. */
const MAX_CPU_MS = 1_000
/** By the clock, after which one of the inputs is taken for one that hangs; and so much more for each of them. */
const MAX_MS = 30_000
const MAX_EACH_MS = 50
const FEED = 'fuzz'
const URL_OF_ALL = 'https://upstream.example/v1.1/document'
const BASE: Reception = { feed: FEED, received: instant(Date.UTC(2026, 10, 21, 20)), url: URL_OF_ALL }

type Reader = { readonly adapter: BoundAdapter; readonly receptions: readonly Reception[]; readonly samples: readonly Uint8Array[] }

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
		const receptions = [BASE, { ...BASE, channel: 'v1.1/Datastreams(1)/Observations' }, ...byName.values()]
		return [{ adapter, receptions, samples: samples.map(({ bytes }) => bytes) }]
	})
}

/** Runs a function, or stops it when it does not end. That takes a thread, so it is done once for all inputs. */
function bounded<T>(work: () => T, timeout: number): T {
	let result: { readonly value: T } | undefined
	CONTEXT['work'] = () => {
		result = { value: work() }
	}
	CALL.runInContext(CONTEXT, { timeout })
	if (!result) throw new Error('nothing came back')
	return result.value
}

const CONTEXT = createContext({})
const CALL = new Script('work()')

function cpuMs(): number {
	const { user, system } = process.threadCpuUsage()
	return (user + system) / 1_000
}

/** All that a runner has a format do: cut a stream, read a message, read again what was refused. */
function read(adapter: BoundAdapter, bytes: Uint8Array, reception: Reception): readonly [message: Parsed, refused: Parsed] {
	const framer = adapter.frame?.()
	const half = bytes.length >> 1
	framer?.push(bytes.subarray(0, half))
	framer?.push(bytes.subarray(half))
	framer?.rest()
	const parsed = adapter.parse(bytes, reception)
	const raw = parsed.rejects[0]?.raw
	return [parsed, raw === undefined ? NOTHING : (adapter.item ?? adapter.parse)(new TextEncoder().encode(raw), reception)]
}

/** What is wrong with what a format makes of an input; nothing when all is well. */
function wrongWith({ adapter, receptions }: Reader, bytes: Uint8Array, which: number): readonly string[] {
	const reception = receptions[which % receptions.length] ?? BASE
	const begun = cpuMs()
	const [parsed, again] = read(adapter, bytes, reception)
	const took = cpuMs() - begun
	return [...(took > MAX_CPU_MS ? [`took ${took.toFixed(0)} ms`] : []), ...problemsOf(parsed, FEED), ...problemsOf(again, FEED)]
}

/**
 * Has a format read bytes that no upstream should send.
 * @returns the first input that it did not bear, made as small as it can be; empty when it bore all
 */
export function fuzz(format: string, runs: number, seed: number): string {
	const others = FORMAT_NAMES.flatMap((name) => samplesOf(name).map(({ bytes }) => bytes))
	const inputs = readersOf(format).map((reader) => fc.tuple(fc.constant(reader), hostile(reader.samples, others)))
	const before = prototypes()
	let current: Input | undefined
	const property = fc.property(fc.oneof(...inputs), fc.nat(1_000), ([reader, bytes], which) => {
		current = [[reader, bytes], which]
		const wrong = wrongWith(reader, bytes, which)
		if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
	})
	const reported = (): string => {
		const report = bounded(() => fc.check(property, { numRuns: runs, seed }), MAX_MS + runs * MAX_EACH_MS)
		return report.failed ? told(report) : ''
	}
	const failed = orHung(reported, () => current)
	return `${prototypes() === before ? '' : 'a prototype was changed'}${failed}`
}

/** What was being read when there was no time left. */
function orHung(work: () => string, current: () => Input | undefined): string {
	try {
		return work()
	} catch (error) {
		return told({ counterexample: current() ?? null, errorInstance: error, counterexamplePath: null })
	}
}

type Input = readonly [readonly [Reader, Uint8Array], number]

type Failure = {
	readonly counterexample: Input | null
	readonly errorInstance: unknown
	readonly counterexamplePath: string | null
}

/** What went wrong, and with what bytes; the adapter is known. */
function told({ counterexample, errorInstance, counterexamplePath }: Failure): string {
	const [[reader, bytes], which] = counterexample ?? [[undefined, new Uint8Array()], 0]
	const reception = JSON.stringify(reader?.receptions[which % reader.receptions.length])
	const why = errorInstance instanceof Error ? errorInstance.stack?.slice(0, 1_500) : String(errorInstance)
	return `${why}\npath ${counterexamplePath ?? ''}\n${reception}\n${bytes.length} bytes: ${rawBytes(bytes).slice(0, 3_000)}`
}

function prototypes(): string {
	return JSON.stringify(
		[Object, Array, Function, String, Number, Map, Promise, Uint8Array].map((type) => Object.getOwnPropertyNames(type.prototype)),
	)
}
