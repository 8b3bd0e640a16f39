import { parentPort, workerData } from 'node:worker_threads'

import { isOrder } from './order.ts'
import type { Told } from './order.ts'
import { runOrder } from './run-order.ts'

/** A backup reads, checks and compresses everything: in a thread of its own it holds up nobody's frame. */
async function run(): Promise<Told> {
	const order: unknown = workerData
	if (!isOrder(order)) throw new Error('the backup was ordered in words that it does not know')
	try {
		return await runOrder(order)
	} catch (error) {
		return { type: 'failed', message: error instanceof Error ? error.message : String(error) }
	}
}

parentPort?.postMessage(await run())
