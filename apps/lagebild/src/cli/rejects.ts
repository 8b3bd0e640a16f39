import { Fault } from '@lagebild/model/fault.ts'
import { RejectsChanged, RejectView } from '@lagebild/model/feeds-protocol.ts'
import * as z from 'zod'

import type { Paths } from '../paths.ts'
import { Refusal } from '../refusal.ts'
import { withOwnKey } from './own-key.ts'
import { runningHub } from './running.ts'

export type RejectsWish = {
	readonly feed: string
	/** Absent: one that holds for this call. */
	readonly key: string | undefined
	readonly act: Act
}

type Act =
	| { readonly type: 'list'; readonly state: string }
	| { readonly type: 'show'; readonly id: number }
	/** No ids: all that are open. */
	| { readonly type: 'rerun' | 'discard'; readonly ids: readonly number[]; readonly reason?: string | undefined }

const TIMEOUT_MS = 30_000
/** Name under which the audit trail says that somebody at this machine did it. */
const CONSOLE = { name: 'konsole-rejects', role: 'admin', operations: 'all', ms: 2 * TIMEOUT_MS } as const

/** The quarantine of one feed at the running hub. */
export async function rejectsOf(paths: Paths, { feed, key, act }: RejectsWish, out: (text: string) => void): Promise<void> {
	const { url } = await runningHub(paths)
	const address = `${url}/api/v1/feeds/${encodeURIComponent(feed)}/rejects`
	const run = (own: string): Promise<readonly string[]> => answered(address, own, act)
	for (const line of key === undefined ? await withOwnKey(paths, CONSOLE, run) : await run(key)) out(line)
}

async function answered(address: string, key: string, act: Act): Promise<readonly string[]> {
	switch (act.type) {
		case 'list': {
			const kept = z.array(RejectView).parse(await asked(`${address}?limit=1000&state=${encodeURIComponent(act.state)}`, key))
			return kept.length === 0 ? ['Nothing is refused.'] : kept.map(lineOf)
		}
		case 'show':
			return [JSON.stringify(RejectView.parse(await asked(`${address}/${act.id}`, key)), null, 2)]
		case 'rerun':
		case 'discard': {
			const { type, ids, reason } = act
			const which = ids.length === 0 ? { all: true } : { ids }
			const body = { ...which, ...(type === 'discard' && reason !== undefined && { reason }) }
			const { changed } = RejectsChanged.parse(await asked(`${address}/${type}`, key, body))
			return [type === 'rerun' ? `Read again: ${changed}. What became of them is in the list.` : `Discarded: ${changed}.`]
		}
	}
}

function lineOf({ id, state, at, times, reason, path, message, result }: RejectView): string {
	const what = `${reason}${path === undefined ? '' : ` at ${path}`}: ${message}`
	return [id, state, at.slice(0, 19), `${times}×`, what, ...(result === null ? [] : [`(${result})`])].join('  ').replaceAll(/\p{Cc}/gu, ' ')
}

async function asked(address: string, key: string, body?: unknown): Promise<unknown> {
	const response = await fetch(address, {
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
		signal: AbortSignal.timeout(TIMEOUT_MS),
	})
	const answer: unknown = await response.json()
	if (response.ok) return answer
	const told = Fault.safeParse(answer)
	throw new Refusal(told.success ? [told.data.path, told.data.message].filter(Boolean).join(': ') : `The hub answered ${response.status}.`)
}
