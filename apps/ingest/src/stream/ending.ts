import type { Ended } from './stream.ts'

/** The end of a connection: the first reason that is given counts. */
export type Ending = { readonly ended: Promise<Ended>; readonly end: (ended: Ended) => void; readonly hasEnded: () => boolean }

export function ending(): Ending {
	const { promise, resolve } = Promise.withResolvers<Ended>()
	let over = false
	return {
		ended: promise,
		end: (ended) => {
			over = true
			resolve(ended)
		},
		hasEnded: () => over,
	}
}

const WORDS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens at the address (ECONNREFUSED)',
	ENOTFOUND: 'the name of the host is not known (ENOTFOUND)',
	EAI_AGAIN: 'the name of the host cannot be asked for now (EAI_AGAIN)',
	ECONNRESET: 'the other side cut the connection (ECONNRESET)',
	ETIMEDOUT: 'no answer in time (ETIMEDOUT)',
	EHOSTUNREACH: 'there is no way to the host (EHOSTUNREACH)',
	ENETUNREACH: 'there is no way to the network (ENETUNREACH)',
	EADDRINUSE: 'the port is taken by another program (EADDRINUSE)',
}

/** What went wrong, in one line. */
export function reasonOf(error: unknown): string {
	const cause: unknown = error instanceof AggregateError ? error.errors[0] : error
	if (!(cause instanceof Error)) return 'the connection failed'
	const code = 'code' in cause ? String(cause.code) : ''
	if (cause.cause instanceof Error && cause.message === 'fetch failed') return reasonOf(cause.cause)
	return (WORDS[code] ?? cause.message).slice(0, 300)
}
