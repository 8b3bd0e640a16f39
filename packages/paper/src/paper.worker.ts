import { parentPort, workerData } from 'node:worker_threads'

import { isPaperOrder } from './order.ts'
import { writePaper } from './write.ts'

/** In a thread of its own: neither a slow disk nor a large picture holds up anybody's frame. */
const order: unknown = workerData
if (isPaperOrder(order)) parentPort?.postMessage(writePaper(order))
