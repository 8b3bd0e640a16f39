/**
 * Loaded into a process that is measured (`--import`), beside what it does: answers over a Unix socket how much memory it holds, how long its
 * loop stalled, and what it computed. It does nothing until it is asked.
 */
import { createServer } from 'node:http'
import { Session } from 'node:inspector/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { env } from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { isMainThread } from 'node:worker_threads'

const SAMPLING_US = 500
const stall = monitorEventLoopDelay({ resolution: 5 })
let session: Session | undefined

/** Twice, because finalisers run in between. */
function memory(): object {
	setFlagsFromString('--expose-gc')
	runInNewContext('gc(); gc()')
	return process.memoryUsage()
}

/** Since the last time, ms. */
function stalled(): object {
	stall.enable()
	const seen = { p50: stall.percentile(50) / 1e6, p99: stall.percentile(99) / 1e6, max: stall.max / 1e6 }
	stall.reset()
	return seen
}

async function profile(): Promise<object> {
	session = new Session()
	session.connect()
	await session.post('Profiler.enable')
	await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_US })
	await session.post('Profiler.start')
	return {}
}

async function profiled(): Promise<object> {
	const ended = await session?.post('Profiler.stop')
	session?.disconnect()
	return ended ?? {}
}

const ANSWERS: Readonly<Record<string, () => object | Promise<object>>> = {
	'/memory': memory,
	'/stall': stalled,
	'/profile': profile,
	'/profiled': profiled,
}

const path = env['BENCH_PROBE']
if (isMainThread && path !== undefined) {
	createServer((asked, response) => {
		const answer = ANSWERS[asked.url ?? '']
		void Promise.resolve(answer?.() ?? {}).then((told) => response.end(JSON.stringify(told)))
	})
		.listen(path)
		.unref()
}
