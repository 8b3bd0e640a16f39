import { fault } from '@lagebild/model/fault.ts'

import type { Metrics } from '../metrics.ts'
import { Pace } from '../pace.ts'
import { dismiss } from './outlets.ts'
import type { HubSocket } from './outlets.ts'

/** Messages of one connection: at once, and a second. A client of ours says some ten a second. */
const MOST_AT_ONCE = 400
const PER_SECOND = 200
/** Who goes on so long beyond that is sent away for a while. */
const MOST_TOO_MANY = 2_000
const TELL_MS = 1_000
const AWAY_MS = 10_000

const now = (): number => performance.now()

const TOO_MANY = fault('too-many-requests', `more than ${PER_SECOND} messages a second on one connection`)

/** G15: what comes too fast is not read. Calls are answered so, other messages once a second. */
export function limitFlood(socket: HubSocket, { faults }: Pick<Metrics, 'faults'>): void {
	const pace = new Pace({ most: MOST_AT_ONCE, perSecond: PER_SECOND, now })
	let tooMany = 0
	let toldAt = -Infinity
	socket.use((message: readonly unknown[], next) => {
		if (pace.spend(socket.id)) {
			next()
			return
		}
		faults.inc({ fault: TOO_MANY.fault })
		if (++tooMany > MOST_TOO_MANY) {
			if (socket.connected) dismiss(socket, { why: 'too-slow', retryAfterMs: AWAY_MS })
			return
		}
		refuse(message)
		if (now() - toldAt < TELL_MS) return
		toldAt = now()
		socket.emit('refused', TOO_MANY)
	})
}

function refuse(message: readonly unknown[]): void {
	const [name, reply] = [message[0], message.at(-1)]
	if (typeof reply !== 'function' || (name !== 'submit' && name !== 'measure')) return
	Reflect.apply(reply, undefined, [name === 'submit' ? [TOO_MANY] : TOO_MANY])
}
