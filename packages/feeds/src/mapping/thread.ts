import { MessagePort, workerData } from 'node:worker_threads'

import { isObject } from '../json.ts'
import { answerTo, compile } from './evaluate.ts'
import type { Question } from './question.ts'

/** The thread in which expressions run: without environment, with little memory, and ended from outside when it does not answer. */
const { port, state } = startOf(workerData)

const MOST_KEPT = 50
const compiled = new Map<string, ReturnType<typeof compile>>()

function startOf(given: unknown): { readonly port: MessagePort; readonly state: Int32Array } {
	const { port: channel, state: shared } = isObject(given) ? given : {}
	if (channel instanceof MessagePort && shared instanceof Int32Array) return { port: channel, state: shared }
	throw new Error('the thread is started by engine.ts')
}

function compiledFor(question: Question): ReturnType<typeof compile> {
	const known = compiled.get(question.key) ?? compile(question)
	compiled.delete(question.key)
	compiled.set(question.key, known)
	const oldest = compiled.size > MOST_KEPT ? compiled.keys().next().value : undefined
	if (oldest !== undefined) compiled.delete(oldest)
	return known
}

async function answer(question: Question): Promise<void> {
	try {
		port.postMessage(await answerTo(question, compiledFor(question)))
	} catch {
		port.postMessage(undefined)
	}
	Atomics.add(state, 0, 1)
	Atomics.notify(state, 0)
}

Object.preventExtensions(Object.prototype)
Object.preventExtensions(Array.prototype)
port.on('message', (question: Question) => void answer(question))
Atomics.add(state, 0, 1)
Atomics.notify(state, 0)
