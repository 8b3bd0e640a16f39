import { AlarmsConfig } from '@lagebild/config/alarms.ts'
import { GaugeScale } from '@lagebild/model/gauge.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { indexOf, measuredAt, recentOf, rowAt, size } from '@lagebild/picture/read.ts'
import { STANDING_POLICY } from '@lagebild/picture/standing.ts'

import { Desk, uuid } from '../../core/testing/desk.ts'
import { grantOf, START } from '../../core/testing/make.ts'
import { decide, isRuled } from '../decide.ts'
import type { Settling, Statement } from '../decide.ts'
import type { Finding, Sight } from '../finding.ts'
import { Moment } from '../moment.ts'
import { Outlook } from '../outlook.ts'
import { findingsOf } from '../rules.ts'
import { grantFor } from '../watch.ts'

export const MINUTE = 60_000
export const GAUGE = 'sensor:lage:pegel'
const SCALE = GaugeScale.parse({ stages: [0, 1, 2].map((stage) => ({ stage, from: stage + 4 })) })

export type BellSettings = { readonly alarms?: Readonly<Record<string, unknown>>; readonly scale?: GaugeScale }

/** Findings and alarms of a picture by the rules of the product. */
export function sightOf(picture: Picture, now: number, { alarms = {}, scale = SCALE }: BellSettings = {}): Sight {
	const at = (id: EntityId) => indexOf(picture, id)
	return {
		config: AlarmsConfig.parse(alarms),
		gauges: { [GAUGE]: scale },
		policy: STANDING_POLICY,
		timeZone: 'Europe/Berlin',
		moment: new Moment(now),
		recent: (id) => recentOf(picture, id),
		rowOf: (id) => {
			const place = at(id)
			return place === undefined ? undefined : rowAt(picture, place)
		},
	}
}

export function rowsOf(picture: Picture): readonly Row[] {
	return Array.from({ length: size(picture) }, (_, place) => rowAt(picture, place)).filter((row) => row !== undefined)
}

export function findingsIn(picture: Picture, sight: Sight): readonly Finding[] {
	const things = rowsOf(picture).map((row) => ({ row, measured: measuredAt(picture, indexOf(picture, row.id) ?? -1) }))
	return findingsOf(things, sight)
}

/** A hub's core with the rules above it, and no clock but its own. */
export class Bell {
	readonly desk = new Desk()
	/** What the rules said, in order. */
	readonly said: Statement[] = []
	readonly #settings: BellSettings
	#settling: Settling = new Map()
	#outlook: Outlook
	#n = 0

	constructor(settings: BellSettings = {}) {
		this.#settings = settings
		this.#outlook = this.#outlookAnew()
		this.desk.now = instant(START + 1_000 * MINUTE)
	}

	get now(): number {
		return this.desk.now
	}

	say(kind: string, native: string, payload: object, over: Readonly<Record<string, unknown>> = {}): readonly Answer[] {
		const { grant, ...rest } = over
		const head = { id: uuid(++this.#n), kind, entity: `${kind}:lage:${native}`, op: 'upsert', times: { observed: iso(this.desk.now) } }
		const event = { ...head, payload, ...rest, ...(rest['op'] === 'end' && { payload: undefined }) }
		return this.desk.submit([JSON.parse(JSON.stringify(event))], isGrant(grant) ? grant : grantOf())
	}

	/** Time passes, and the hub looks. */
	pass(minutes: number): this {
		this.desk.now = instant(this.desk.now + minutes * MINUTE)
		return this.look()
	}

	look(): this {
		const { picture, operation } = this.desk.hub
		const sight = sightOf(picture, this.now, this.#settings)
		done(this.#outlook.follow(this.now))
		const known = {
			operation: operation.id,
			alarms: this.#outlook.alarms,
			found: done(this.#outlook.found(sight)),
			now: this.now,
			settleMs: sight.config.settleSeconds * 1_000,
		}
		const { words, settling } = decide(known, this.#settling)
		this.#settling = settling
		for (const { organisation, statement } of words) {
			const refused = this.desk.submit([statement], grantFor(organisation)).find((answer) => 'fault' in answer)
			if (refused) throw new Error(JSON.stringify(refused))
			this.said.push(statement)
		}
		return this
	}

	/** As a hub that has just started. */
	restart(): this {
		this.#settling = new Map()
		this.#outlook = this.#outlookAnew()
		return this
	}

	#outlookAnew(): Outlook {
		return new Outlook(this.desk.hub, sightOf(this.desk.hub.picture, this.now, this.#settings))
	}

	alarms(): readonly RowOf<'alarm'>[] {
		return rowsOf(this.desk.hub.picture).filter((row): row is RowOf<'alarm'> => row.kind === 'alarm' && isRuled(row))
	}

	standing(): readonly string[] {
		return this.alarms().flatMap(({ life, fields }) => (life === 'live' ? [(fields.title ?? '').split(' · ')[0] ?? ''] : []))
	}

	raised(): number {
		return this.said.filter((one) => one['op'] === 'upsert').length
	}
}

function isGrant(value: unknown): value is Grant {
	return typeof value === 'object' && value !== null && 'credential' in value
}

/** What long work comes to when nobody interrupts it. */
export function done<T>(work: Generator<undefined, T>): T {
	for (;;) {
		const next = work.next()
		if (next.done) return next.value
	}
}
