import '@lagebild/model/zod-jitless.ts'
import type { PreviewAnswer, PreviewQuestion } from './preview-types.ts'
import { previewOf } from './preview.ts'

/** As much of a browser's worker as this needs. */
declare const self: {
	readonly addEventListener: (type: 'message', listener: (event: { readonly data: PreviewQuestion }) => void) => void
	readonly postMessage: (answer: PreviewAnswer) => void
}

/** Tries mappings in a worker of a page, which ends it from outside when it does not answer. */
async function answer({ turn, ...question }: PreviewQuestion): Promise<void> {
	try {
		self.postMessage({ turn, preview: await previewOf(question) })
	} catch (error) {
		self.postMessage({ turn, preview: { type: 'failed', message: error instanceof Error ? error.message : 'unknown reason' } })
	}
}

Object.preventExtensions(Object.prototype)
Object.preventExtensions(Array.prototype)
self.addEventListener('message', ({ data }) => void answer(data))
