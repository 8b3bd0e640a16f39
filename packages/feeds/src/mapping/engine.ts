import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'

import { rawBytes } from '../text.ts'
import type { Answer, Question } from './question.ts'
import { changed } from './waiting.ts'

/** Longer than the thread gives itself: what is still busy then is a regular expression that does not come back. */
const LIMIT_MS = 8_000
/** For a mapping that did not come back before. */
const AGAIN_MS = 1_000
const START_MS = 30_000
const MEMORY_MB = 256

type Thread = { readonly worker: Worker; readonly port: MessagePort; readonly state: Int32Array<SharedArrayBuffer> }

let running: Thread | undefined
const slow = new Set<string>()

/**
 * Asks the thread and waits: a mapping reads bytes as every other format does, at once and without a clock, while what it evaluates can
 * neither reach this process nor keep it.
 */
export function ask(question: Question, limitMs = LIMIT_MS): Answer {
	const thread = running ?? start()
	if (!thread) return refused(question, 'mapping-unavailable', 'the thread for expressions does not start')
	running = thread
	const before = Atomics.load(thread.state, 0)
	thread.port.postMessage(question)
	if (!changed(thread.state, before, slow.has(question.key) ? Math.min(AGAIN_MS, limitMs) : limitMs)) {
		stop()
		slow.add(question.key)
		return refused(question, 'too-slow', 'an expression of the mapping did not come to an end; most likely a regular expression')
	}
	const answer = answerOn(thread.port)
	return answer ?? refused(question, 'mapping-failed', 'the mapping could not be evaluated for this document')
}

/** What our own thread sends, and it sends nothing else; undefined when it failed. */
function answerOn(port: MessagePort): Answer | undefined {
	const received: { readonly message: Answer | undefined } | undefined = receiveMessageOnPort(port)
	return received?.message
}

function start(): Thread | undefined {
	const state = new Int32Array(new SharedArrayBuffer(4))
	const { port1, port2 } = new MessageChannel()
	const worker = new Worker(new URL('thread.ts', import.meta.url), {
		workerData: { port: port2, state },
		transferList: [port2],
		env: {},
		execArgv: [],
		resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
	})
	worker.unref()
	port1.unref()
	worker.on('error', forget)
	worker.on('exit', forget)
	if (changed(state, 0, START_MS)) return { worker, port: port1, state }
	void worker.terminate()
	return undefined

	function forget(): void {
		if (running?.worker === worker) running = undefined
	}
}

function stop(): void {
	void running?.worker.terminate()
	running = undefined
}

function refused({ bytes }: Question, reason: string, message: string): Answer {
	return { type: 'refused', reject: { reason, message, raw: rawBytes(bytes) } }
}
