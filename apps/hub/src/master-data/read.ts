import { Worker } from 'node:worker_threads'

import { readMasterData } from '@lagebild/feeds/master-data/read.ts'
import type { MasterDataRead, ReadFault, ReadRequest } from '@lagebild/feeds/master-data/read.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

/** The largest file takes a tenth of this. */
const MAX_READ_MS = 20_000

/** Read within a fraction of a tick, sooner than a thread has started. */
const SMALL = 64_000

type Answer = Result<MasterDataRead, ReadFault>

/** Reads a long file in a thread of its own: five megabytes take longer than a tick, and whoever sends them must not hold up the picture. */
export function readAside(request: ReadRequest): Promise<Result<MasterDataRead>> {
	return request.bytes.length > SMALL ? readInThread(request) : Promise.resolve(told(readMasterData(request)))
}

function told(answer: Answer): Result<MasterDataRead> {
	return answer.ok ? answer : fail(faultOf(answer.fault))
}

async function readInThread(request: ReadRequest): Promise<Result<MasterDataRead>> {
	const worker = new Worker(new URL('./read.worker.ts', import.meta.url))
	try {
		const answer = await answerOf(worker, request)
		return answer ? told(answer) : fail(fault('bad-csv', 'the file takes too long to read', 'csv'))
	} finally {
		await worker.terminate()
	}
}

function answerOf(worker: Worker, request: ReadRequest): Promise<Answer | undefined> {
	return new Promise((resolve, reject) => {
		const timer = setTimeout(() => resolve(undefined), MAX_READ_MS)
		worker.once('message', (answer: Answer) => {
			clearTimeout(timer)
			resolve(answer)
		})
		worker.once('error', (error) => {
			clearTimeout(timer)
			reject(error)
		})
		worker.postMessage(request)
	})
}

function faultOf(refusal: ReadFault) {
	if (refusal.type === 'mapping') return fault('bad-message', refusal.message, refusal.path)
	if (refusal.code === 'rows') return fault('too-many-items', refusal.message)
	return fault('bad-csv', refusal.message, refusal.line === undefined ? 'csv' : `csv.${refusal.line}`)
}
