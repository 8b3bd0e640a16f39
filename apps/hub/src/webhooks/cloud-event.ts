import type { Message } from './attempt.ts'

/** CloudEvents 1.0; `sequence` is the extension of that name: it sorts as text. */
export type CloudEvent = {
	readonly specversion: '1.0'
	readonly id: string
	readonly source: string
	readonly type: string
	readonly subject?: string
	readonly time: string
	readonly datacontenttype: 'application/json'
	readonly sequence?: string
	readonly data: unknown
}

type Seed = Pick<CloudEvent, 'id' | 'type' | 'time' | 'data'> & {
	readonly operation: string
	readonly subject?: string
	readonly seq?: number
}

const DIGITS = 16

export function cloudEvent({ id, type, time, data, operation, subject, seq }: Seed): CloudEvent {
	return {
		specversion: '1.0',
		id,
		source: `/api/v1/operations/${operation}`,
		type: `lagebild.${type}`,
		...(subject !== undefined && { subject }),
		time,
		datacontenttype: 'application/json',
		...(seq !== undefined && { sequence: String(seq).padStart(DIGITS, '0') }),
		data,
	}
}

/** Structured mode, or the JSON batch format. */
export function messageOf(id: string, events: readonly CloudEvent[], batch: boolean): Message {
	return batch
		? { id, type: 'application/cloudevents-batch+json', body: JSON.stringify(events) }
		: { id, type: 'application/cloudevents+json', body: JSON.stringify(events[0]) }
}
