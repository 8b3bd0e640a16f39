import { parentPort } from 'node:worker_threads'

import { readMasterData } from '@lagebild/feeds/master-data/read.ts'
import type { ReadRequest } from '@lagebild/feeds/master-data/read.ts'

parentPort?.once('message', (request: ReadRequest) => {
	parentPort?.postMessage(readMasterData(request))
})
