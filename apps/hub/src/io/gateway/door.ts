import type { IncomingMessage } from 'node:http'

import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

import { principalOf } from '../http/auth.ts'
import type { HubContext } from '../http/context.ts'
import { Pace } from '../pace.ts'
import { Places } from '../places.ts'
import type { HubServer, HubSocket } from './outlets.ts'
import { watchWaiting } from './waiting.ts'

/** G14: a connection that ends sooner was not worth its beginning. */
const SHORT_MS = 10_000
/** So many of these a credential may have at once, and as many failed handshakes an address; then so many a second. */
const MOST_AT_ONCE = 200
const PER_SECOND = 20

/** Who may connect, and who may stay: never more than the machine can hold, and of nobody so many that others find no place. */
export type Door = {
	readonly mayConnect: (request: IncomingMessage) => Fault | undefined
	readonly mayEnter: (credential: string) => Fault | undefined
	/** Nobody was known by what this address said. */
	readonly failed: (address: string) => void
	/** @returns false when the last place was given to another meanwhile */
	readonly enter: (socket: HubSocket) => boolean
}

type DoorContext = Pick<HubContext, 'access' | 'addressOf' | 'settings'>

export function openDoor(io: HubServer, { access, addressOf, settings }: DoorContext): Door {
	const paced = { most: MOST_AT_ONCE, perSecond: PER_SECOND, now: () => performance.now() }
	const waiting = watchWaiting(io, { addressOf })
	const [inside, short, failing] = [new Places(settings.limits.sockets), new Pace(paced), new Pace(paced)]
	return {
		mayConnect: (request) => {
			if (!waiting.mayEnter(request)) return fault('too-many-requests', 'too many connections of this address wait to be let in')
			if (failing.waitMs(addressOf(request)) === 0 || principalOf(request, access).ok) return undefined
			return fault('too-many-requests', 'too many connections of this address were refused lately')
		},
		mayEnter: (credential) => {
			const wait = short.waitMs(credential)
			if (wait > 0) return fault('too-many-requests', `connections of this credential end too soon; come again after ${wait} ms`)
			return inside.isFreeFor(credential) ? undefined : fault('too-many-requests', 'this credential has as many connections as are left')
		},
		failed: (address) => void failing.spend(address),
		enter: (socket) => {
			const { credential } = socket.data.principal.grant
			waiting.leave(socket)
			if (!inside.take(credential)) return false
			const begun = performance.now()
			socket.once('disconnect', () => {
				inside.leave(credential)
				if (performance.now() - begun < SHORT_MS) short.spend(credential)
			})
			return true
		},
	}
}
