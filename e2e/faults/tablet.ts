import { setTimeout as pause } from 'node:timers/promises'

import { isRefused } from '@lagebild/model/protocol.ts'

import { mayRepeat } from './deliver.ts'
import type { Sender } from './deliver.ts'
import { saidBy } from './ledger.ts'
import type { Statement } from './ledger.ts'
import type { Viewer } from './viewer.ts'
import type { Writer } from './writer.ts'

const PAUSE_MS = 250

/** A client that also says something, over its own connection and from an outbox that nobody else minds. */
export function startTablet(viewer: Viewer, sender: Sender): Writer {
	const ended = new AbortController()
	const all = (async () => {
		for (let n = 0; !ended.signal.aborted; n++) {
			// oxlint-disable-next-line no-await-in-loop
			await say(viewer, sender, report(sender, n))
			// oxlint-disable-next-line no-await-in-loop
			await pause(sender.random.next() * PAUSE_MS)
		}
	})()
	return {
		stop: async () => {
			ended.abort()
			await all
		},
	}
}

function report({ random, name, operation }: Sender, n: number): Statement {
	const payload = { title: `Meldung ${name}/${n}`, category: 'other' }
	return { id: random.uuid7(Date.now()), kind: 'incident', entity: `incident:${name}:${operation}-t${n}`, op: 'upsert', payload }
}

/** The outbox waits as long as it takes; only a page that goes says again what it had not heard of. */
async function say(viewer: Viewer, { ledger, given, ...sender }: Sender, event: Statement): Promise<void> {
	ledger.sent.set(event.id, saidBy(event))
	ledger.events.set(event.id, { event, tablet: true, sender: { ledger, given, ...sender } })
	const ended = new Promise<undefined>((resolve) => {
		given.addEventListener('abort', () => resolve(undefined), { once: true })
	})
	while (!given.aborted) {
		// oxlint-disable-next-line no-await-in-loop
		const answers = await Promise.race([viewer.client.submit([event]), ended])
		const [answer] = answers ?? []
		if (answer && !isRefused(answer)) {
			ledger.take({ id: answer.id, seq: answer.seq })
			return
		}
		if (answer && !mayRepeat(answer.fault)) {
			ledger.broken.push(`${event.id} was refused: ${JSON.stringify(answer)}`)
			return
		}
		// oxlint-disable-next-line no-await-in-loop
		await pause(100)
	}
	ledger.broken.push(`${event.id} of a tablet was never answered`)
}
