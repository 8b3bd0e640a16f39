import { seq } from '@lagebild/model/ids.ts'
import type { Open } from '@lagebild/model/protocol.ts'

import { Desk, incident, unit, uuid } from './desk.ts'
import { framesTo, Watcher } from './watcher.ts'

export function warning(n: number): unknown {
	return {
		id: uuid(n),
		kind: 'warning',
		entity: `warning:lage:${n}`,
		op: 'upsert',
		payload: { msgType: 'Alert', event: 'Sturmflut', severity: 'Severe' },
	}
}

/** A desk with something on it and watchers that are in step. */
export function watched(...names: readonly string[]): { desk: Desk; watchers: readonly Watcher[] } {
	const desk = new Desk()
	desk.submit([unit(1), incident(2)])
	const watchers = names.map((name) => new Watcher(desk, name))
	for (const watcher of watchers) watcher.join()
	desk.tick()
	const all = desk.take('frame')
	for (const watcher of watchers) watcher.ack(framesTo(all, watcher.id))
	return { desk, watchers }
}

export function pair(): { desk: Desk; a: Watcher } {
	const { desk, watchers } = watched('a')
	const [a] = watchers
	if (!a) throw new Error('nobody')
	return { desk, a }
}

type Have = NonNullable<Open['have']>

/** The cursors of a client that holds everything up to seq 2. */
export function have(over: Partial<Have>): Have {
	return { epoch: 'e1', scopeId: '', seq: { U: seq(2), S: seq(2), M: seq(2) }, ...over }
}

/** An incident with so much text that it takes so many bytes. */
export function long(n: number, bytes: number): unknown {
	return incident(n, { entity: `incident:lage:${n}`, payload: { title: 'Keller', category: 'flooding', description: '.'.repeat(bytes) } })
}
