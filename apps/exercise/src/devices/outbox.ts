import { setTimeout as pause } from 'node:timers/promises'

import { post } from './hub.ts'
import type { Hub } from './hub.ts'
import { eventOf } from './statement.ts'
import type { Statement } from './statement.ts'

/** Statements of one device that the hub has not acknowledged yet, sent in their order. */
export type Outbox = {
	readonly say: (statements: readonly Statement[]) => void
	/** Wall time of the oldest statement that is not acknowledged; undefined: nothing waits. */
	readonly waitingSince: () => number | undefined
}

const AT_ONCE = 200
/** Something that speaks about an entity of a feed waits for it; after this many tries it is given up. */
const TRIES = 60
const RETRY_MS = 3_000

type Waiting = { readonly statement: Statement; tries: number }

export function createOutbox(hub: Hub, { key, run }: { readonly key: string; readonly run: string }): Outbox {
	const queue: Waiting[] = []
	let sending = false
	async function drain(): Promise<void> {
		while (queue.length > 0 && !hub.signal.aborted) {
			const batch = queue.slice(0, AT_ONCE)
			const said = await post(hub, { key, path: 'events', body: batch.map(({ statement }) => eventOf(statement, run)) })
			if (hub.signal.aborted) return
			const early = batch.filter((waiting, index) => said?.[index]?.fault === 'unknown-entity' && ++waiting.tries <= TRIES)
			said?.forEach((item) => report(hub, item))
			queue.splice(0, batch.length, ...early)
			if (early.length > 0) await pause(RETRY_MS, undefined, { signal: hub.signal }).catch(() => undefined)
		}
	}
	return {
		say: (statements) => {
			queue.push(...statements.map((statement) => ({ statement, tries: 0 })))
			if (sending || queue.length === 0) return
			sending = true
			void drain().finally(() => {
				sending = false
			})
		},
		waitingSince: () => (queue.length > 0 ? Math.min(...queue.map(({ statement }) => statement.at)) : undefined),
	}
}

function report(hub: Hub, item: { readonly fault?: string | undefined; readonly message?: string | undefined } | undefined): void {
	if (item?.fault !== undefined && item.fault !== 'unknown-entity')
		hub.warn(`the hub refused a statement: ${item.fault} ${item.message ?? ''}`)
}
