import { parentPort, workerData } from 'node:worker_threads'

import { openFormat } from '@lagebild/feeds/registry.ts'
import { ok } from '@lagebild/model/result.ts'

import { writerOn } from '../threads/page.ts'
import { serveFeeds } from '../threads/serve.ts'
import { withParse } from '../with-parse.ts'

/** A thread of feeds with formats that have the mistakes of which no format must have one. */
const page: unknown = workerData
if (!parentPort || !(page instanceof SharedArrayBuffer)) throw new Error('started by thread.ts')
serveFeeds({
	port: parentPort,
	page: writerOn(page),
	open: (format, options) => {
		const opened = openFormat(format, options)
		if (!opened.ok) return opened
		const { parse } = opened.value
		return ok(
			withParse(opened.value, (bytes, reception) => {
				harm(new TextDecoder().decode(bytes))
				return parse(bytes, reception)
			}),
		)
	},
})

function throwing(words: string): never {
	throw new Error(words)
}

function harm(text: string): void {
	if (text.includes('"hang"')) for (;;) text.includes('x')
	if (text.includes('"oom"')) for (const all: number[][] = []; ;) all.push(Array.from({ length: 1_000_000 }, () => 0.5))
	if (text.includes('"throw"')) throw new Error('thrown while reading')
	if (text.includes('"later"')) setImmediate(() => throwing('thrown later'))
}
