import type { Status } from '@lagebild/model/event.ts'

import type { Reject } from '../adapter.ts'
import type { XmlElement } from '../xml/tree.ts'
import { textOf } from '../xml/walk.ts'
import { leastReal, STATUS_WORDS } from './envelope.ts'
import type { Envelope } from './envelope.ts'
import { MESSAGE_TYPE, wordOf } from './words.ts'

const STATUS = { Actual: 'actual', Exercise: 'exercise', Test: 'test' } as const

export type Head = {
	readonly identifier: string
	readonly status: Status
	readonly msgType: 'Alert' | 'Update' | 'Cancel'
}

export type Refused = Omit<Reject, 'raw'>

/** What makes a message a warning at all, or why it is none. A message is no more real than the distribution that carries it. */
export function headOf(alert: XmlElement, envelope: Envelope | undefined): Head | Refused {
	const identifier = textOf(alert, 'identifier')
	if (identifier === undefined) return { reason: 'missing-identifier', message: 'the message has no identifier', path: 'alert.identifier' }
	const status = statusOf(alert, envelope)
	if (typeof status !== 'string') return status
	const msgType = typeOf(alert)
	if (typeof msgType !== 'string') return msgType
	return answering(envelope) ?? { identifier, status, msgType }
}

function statusOf(alert: XmlElement, envelope: Envelope | undefined): Status | Refused {
	const own = wordOf(STATUS_WORDS, textOf(alert, 'status'))
	const status = own && leastReal([own, envelope?.status])
	if (status === undefined) {
		return { reason: 'unknown-status', message: 'the message does not say whether it is real', path: 'alert.status' }
	}
	if (status === 'System' || status === 'Draft') {
		return { reason: `status-${status.toLowerCase()}`, message: `a message of status ${status} is no warning`, path: 'alert.status' }
	}
	return STATUS[status]
}

function typeOf(alert: XmlElement): Head['msgType'] | Refused {
	const msgType = wordOf(MESSAGE_TYPE, textOf(alert, 'msgType'))
	if (msgType === undefined) return { reason: 'unknown-msgtype', message: 'the message has no known msgType', path: 'alert.msgType' }
	if (msgType === 'Ack' || msgType === 'Error') {
		return { reason: 'not-a-warning', message: `msgType ${msgType} answers a message and warns of nothing`, path: 'alert.msgType' }
	}
	return msgType
}

function answering(envelope: Envelope | undefined): Refused | undefined {
	if (!/^(?:ack|error)$/i.test(envelope?.type ?? '')) return undefined
	const message = `the distribution of type ${envelope?.type ?? ''} answers another and warns of nothing`
	return { reason: 'not-a-warning', message, path: 'EDXLDistribution.distributionType' }
}
