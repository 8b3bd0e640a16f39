import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'

import { pino } from 'pino'

import { readIngest } from './config.ts'
import { superviseAll } from './supervisor.ts'
import { openDoors } from './tak/doors.ts'

/** Threads of feeds are many and collect early: memory is dearer here than the time that it takes. Holds for what starts from now on. */
setFlagsFromString('--heap-growing-percent=30')

const log = pino({ name: 'ingest', base: null, timestamp: pino.stdTimeFunctions.isoTime })
const stop = new AbortController()

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
process.on('disconnect', () => stop.abort())

const config = await readIngest(process.env)
if (config.ok) {
	log.info({ feeds: config.value.feeds.map(({ id }) => id) }, 'ingest starts')
	const doors = await openDoors(process.env['LAGEBILD_TAK'], { hub: config.value.hub, now: Date.now, log })
	const feeds = superviseAll(config.value, { now: Date.now, random: Math.random, log, signal: stop.signal })
	if (doors.length > 0 && !stop.signal.aborted) await once(stop.signal, 'abort')
	await feeds
	await Promise.all(doors.map((door) => door.close()))
	log.info('ingest ends')
	if (process.connected) process.disconnect()
} else {
	const { key, message } = config.fault
	process.send?.({ type: 'failed', message: `${key}: ${message}` })
	log.fatal({ key }, message)
	process.exitCode = 1
	if (process.connected) process.disconnect()
}
