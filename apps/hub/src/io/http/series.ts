import { fault } from '@lagebild/model/fault.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import type { StoredCurve, StoredObservations } from '@lagebild/model/measurement.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { curvesOf, recentOf } from '@lagebild/picture/read.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { HubContext } from './context.ts'
import { atEntity } from './entity.ts'
import type { EntityCall } from './entity.ts'
import { sendFault } from './faults.ts'
import { readQuery, TimeParameter } from './query.ts'

const Query = z.strictObject({ from: TimeParameter.optional(), to: TimeParameter.optional() })

const DAY = 86_400_000
/** Two tides and some hours: what a gauge pane shows. */
const DEFAULT_SPAN = 1.5 * DAY
const LONGEST = 31 * DAY
/** A sender's clock may be ahead of ours by so much (see `effective`), so an entry may hold values from just after it. */
const AHEAD = 2_000
const PAGE = 500
const MOST_ENTRIES = 20_000

/** Measured values of a sensor by the time of observation, epoch ms ascending, and the newest computed curves. */
export function getSeries(context: HubContext): RequestHandler {
	return atEntity(context, async (call) => {
		const query = readQuery(call.request, Query)
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		const { to = context.now() } = query.value
		const { from = instant(Math.max(0, to - DEFAULT_SPAN)) } = query.value
		if (from > to || to - from > LONGEST) {
			sendFault(call.response, fault('bad-query', 'from lies before to, by at most 31 days', 'from'))
			return
		}
		const curves = curvesOf(call.running.picture, call.id)
		call.response.json({
			observed: await observed(call, { from, to }),
			forecast: curveOf(curves, 'forecast'),
			astronomic: curveOf(curves, 'astronomic'),
		})
	})
}

type Span = { readonly from: Instant; readonly to: Instant }
type Values = Map<number, number | null>

/** The picture keeps the newest values; older ones are in the journal's batches, as far as their retention goes. */
async function observed({ running, id }: EntityCall, span: Span) {
	const values: Values = new Map()
	const recent = recentOf(running.picture, id)
	for (const { at, value } of recent) keep(values, span, { at, value })
	const oldest = recent[0]?.at
	if (oldest === undefined || oldest > span.from) await fromJournal({ running, id }, span, values)
	const points = [...values].toSorted(([a], [b]) => a - b)
	return { at: points.map(([at]) => at), value: points.map(([, value]) => value) }
}

/** Newest entries first; what is known already was said later and stands. */
async function fromJournal({ running, id }: Pick<EntityCall, 'running' | 'id'>, span: Span, values: Values): Promise<void> {
	let before: Seq | undefined
	for (let read = 0; read < MOST_ENTRIES; read += PAGE) {
		const page = await running.journal.readEntity(id, { limit: PAGE, ...(before !== undefined && { before }) })
		const parts = page.flatMap(({ body }) => (body.type === 'batch' ? body.batch.parts : []))
		for (const { observations } of parts) if (observations) keepColumns(values, span, { observations, id })
		const last = page.at(-1)
		if (page.length < PAGE || !last || last.recorded + AHEAD < span.from) return
		before = last.seq
	}
}

function keepColumns(values: Values, span: Span, { observations, id }: { observations: StoredObservations; id: EntityId }): void {
	for (const [row, entity] of observations.entity.entries()) {
		const at = observations.at[row]
		if (entity === id && at !== undefined) keep(values, span, { at, value: observations.value[row] ?? null })
	}
}

function keep(values: Values, { from, to }: Span, { at, value }: { at: number; value: number | null }): void {
	if (at >= from && at <= to && !values.has(at)) values.set(at, value)
}

function curveOf(curves: readonly StoredCurve[], series: StoredCurve['series']) {
	const curve = curves.filter((item) => item.series === series).toSorted((a, b) => b.issued - a.issued)[0]
	if (!curve) return undefined
	const { issued, times, values, lower, upper } = curve
	return { issued, at: times, value: values, lower, upper }
}
