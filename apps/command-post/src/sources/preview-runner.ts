import type { Preview, PreviewAnswer, PreviewQuestion } from '@lagebild/feeds/mapping/preview-types.ts'

/** A mapping that takes longer does not come to an end; most likely a regular expression. */
export const LIMIT_S = 4
/** Loading the worker itself, over a slow link. */
const START_MS = 30_000

export type Outcome = Preview | { readonly type: 'too-slow' }

export type Runner = {
	readonly run: (question: Omit<PreviewQuestion, 'turn'>) => Promise<Outcome | undefined>
	readonly end: () => void
}

type Running = { readonly worker: Worker; ready: boolean }

/** Tries mappings off the page's own thread, the newest question alone; `undefined` to a question that another one overtook. */
export function createRunner(make: () => Worker): Runner {
	let running: Running | undefined
	let turn = 0
	const end = () => {
		running?.worker.terminate()
		running = undefined
	}
	const run = (question: Omit<PreviewQuestion, 'turn'>) => {
		turn += 1
		const mine = turn
		running ??= { worker: make(), ready: false }
		const { worker, ready } = running
		return new Promise<Outcome | undefined>((resolve) => {
			const stop = new AbortController()
			const settle = (outcome: Outcome | undefined) => {
				clearTimeout(timer)
				stop.abort()
				resolve(mine === turn ? outcome : undefined)
			}
			const timer = setTimeout(
				() => {
					end()
					settle({ type: 'too-slow' })
				},
				ready ? LIMIT_S * 1_000 : START_MS,
			)
			const onMessage = ({ data }: MessageEvent<PreviewAnswer>) => {
				if (running) running.ready = true
				if (data.turn === mine) settle(data.preview)
			}
			const onError = ({ message }: ErrorEvent) => {
				end()
				settle({ type: 'failed', message })
			}
			worker.addEventListener('message', onMessage, { signal: stop.signal })
			worker.addEventListener('error', onError, { signal: stop.signal })
			worker.postMessage({ ...question, turn: mine })
		})
	}
	return { run, end }
}
