import { openFormat } from '@lagebild/feeds/registry.ts'
import { entityId, EntityId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { idAt, indexOf, measuredAt, rowAt, size } from '@lagebild/picture/read.ts'
import { standingOf } from '@lagebild/picture/standing.ts'
import * as z from 'zod'

import { Desk, uuid } from './desk.ts'
import { grantOf } from './make.ts'

export type Feed = { readonly format: string; readonly name?: string; readonly options?: unknown; readonly document?: string }
const Faults = z.array(z.object({ fault: z.string() }))
type Said = Readonly<Record<string, unknown>> & { readonly entity: string }

/** One operation from the bytes of an upstream to the rows of the picture: the real reader, admission and fold, and nothing beside them. */
export class Wire {
	readonly desk: Desk
	/** Reasons of items that were not understood, in order. */
	readonly rejects: string[] = []
	/** Faults of statements and rows that the hub refused. */
	readonly refused: string[] = []
	#events = 0
	#polls = 0

	constructor(over: Partial<Operation> = {}) {
		this.desk = new Desk({ status: 'actual', area: [9.7, 53.38, 10.33, 53.75], ...over })
		this.desk.now = instant(Date.UTC(2026, 10, 21, 20))
	}

	at(time: string): this {
		this.desk.now = instant(Date.parse(time))
		return this
	}

	/** Bytes as an upstream gave them. */
	feed(bytes: Uint8Array | string, { format, name = 'q', options, document = 'stations' }: Feed): this {
		const adapter = openFormat(format, options)
		if (!adapter.ok) throw new Error(`the options are wrong: ${JSON.stringify(adapter.fault)}`)
		const message = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
		const url = 'https://feed.example/rest-api/v2/stations.json'
		const parsed = adapter.value.parse(message, { feed: name, received: this.desk.now, url, document })
		this.rejects.push(...parsed.rejects.map(({ reason }) => reason))
		const grant = grantOf({ source: name, role: 'integrator', rank: 'authority' })
		for (const answer of parsed.events.length > 0 ? this.desk.submit(parsed.events, grant) : [])
			if ('fault' in answer) this.refused.push(answer.fault)
		for (const measurements of parsed.measurements) this.#measure(measurements, name)
		return this
	}

	/** The id of the newest statement. */
	lastId(): string {
		return uuid(this.#events)
	}

	/** As a device of the staff's own. */
	measure(message: unknown): this {
		this.#measure(message, 'stab')
		return this
	}

	#measure(message: unknown, source: string): void {
		const answer = this.desk.measure(message, grantOf({ source, role: 'integrator', rank: 'authority' }))
		if (typeof answer !== 'object' || answer === null || !('refused' in answer)) return
		for (const each of Faults.parse(answer.refused)) this.refused.push(each.fault)
	}

	/** A statement of a person, or of a device. */
	say(
		said: Said,
		{ source = 'stab', rank = 'person' }: { readonly source?: string; readonly rank?: 'person' | 'device' | 'authority' } = {},
	): this {
		const event = { id: uuid(++this.#events), kind: said.entity.split(':')[0], op: 'patch', ...said }
		const role = rank === 'person' ? 'staff' : 'integrator'
		for (const answer of this.desk.submit([event], grantOf({ source, role, rank }))) if ('fault' in answer) this.refused.push(answer.fault)
		return this
	}

	/** A full list of what a feed has now. */
	list(name: string, ids: readonly string[]): this {
		this.desk.now = instant(this.desk.now + 60_000)
		const listTime = new Date(this.desk.now - 1_000).toISOString()
		const roster = { selectionVersion: 1, listTime, complete: true, ids, streak: 1 }
		const event = { id: uuid(900 + ++this.#polls), kind: 'feed', entity: entityId('feed', name, name), op: 'roster', roster }
		const answers = this.desk.submit([event], grantOf({ source: name, role: 'integrator', rank: 'authority' }))
		for (const answer of answers) if ('fault' in answer) this.refused.push(answer.fault)
		return this
	}

	row(id: string): Row | undefined {
		return rowAt(this.desk.hub.picture, this.#index(id))
	}

	measured(id: string): MeasuredRow | undefined {
		return measuredAt(this.desk.hub.picture, this.#index(id))
	}

	/** Ids of everything that has a row. */
	shown(): readonly string[] {
		const { picture } = this.desk.hub
		const all = Array.from({ length: size(picture) }, (_, index) => index)
		return all.filter((index) => rowAt(picture, index)).map((index) => idAt(picture, index))
	}

	rows(): readonly { readonly row: Row; readonly measured: MeasuredRow | undefined }[] {
		return this.shown().flatMap((id) => {
			const row = this.row(id)
			return row ? [{ row, measured: this.measured(id) }] : []
		})
	}

	#index(id: string): number {
		return indexOf(this.desk.hub.picture, EntityId.parse(id)) ?? -1
	}
}

/** How a thing stands when nothing has come for so many hours. */
export function standingAfter(wire: Wire, id: string, hours: number): string | undefined {
	const row = wire.row(id)
	return row && standingOf({ row, measured: wire.measured(id), now: wire.desk.now + hours * 3_600_000 }).state
}
