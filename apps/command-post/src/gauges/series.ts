import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { iso, readIso } from '@lagebild/model/time.ts'
import { useEffect, useState } from 'react'

import { ask, entityPath } from '../api/http.ts'
import { listOf, numberOf, objectOf } from '../api/outline.ts'

/** Points in rising time; null is a gap that was stated. */
export type Points = { readonly at: readonly number[]; readonly value: readonly (number | null)[] }
export type CurvePoints = Points & {
	readonly issued: number | undefined
	readonly lower?: readonly (number | null)[]
	readonly upper?: readonly (number | null)[]
}

/** Series of one sensor in the sensor's own unit. */
export type Series = { readonly observed: Points; readonly forecast: CurvePoints | undefined; readonly astronomic: CurvePoints | undefined }

export type SeriesState =
	| { readonly state: 'loading' }
	| { readonly state: 'failed' }
	| { readonly state: 'loaded'; readonly series: Series }

function timesOf(value: unknown): readonly number[] {
	return listOf(value).flatMap((time) => (typeof time === 'string' ? (readIso(time) ?? []) : (numberOf(time) ?? [])))
}

function valuesOf(value: unknown): readonly (number | null)[] {
	return listOf(value).map((one) => numberOf(one) ?? null)
}

function pointsOf(value: unknown): Points {
	const { at, times, value: one, values } = objectOf(value)
	const time = timesOf(at ?? times)
	const level = valuesOf(one ?? values)
	return { at: time, value: time.map((_, index) => level[index] ?? null) }
}

function curveOf(value: unknown): CurvePoints | undefined {
	if (value === undefined || value === null) return undefined
	const { issued, lower, upper } = objectOf(value)
	const points = pointsOf(value)
	if (points.at.length === 0) return undefined
	const band = Array.isArray(lower) && Array.isArray(upper) ? { lower: valuesOf(lower), upper: valuesOf(upper) } : {}
	return { ...points, ...band, issued: timesOf([issued])[0] }
}

export function readSeries(body: unknown): Series {
	const { observed, forecast, astronomic } = objectOf(body)
	return { observed: pointsOf(observed), forecast: curveOf(forecast), astronomic: curveOf(astronomic) }
}

type Params = {
	/** Absent: there is nothing to read yet. */
	readonly operation: OperationId | undefined
	readonly id: EntityId | undefined
	readonly hoursBack: number
	readonly hoursAhead: number
	/** The time around which it is read, where that is not now; it steps, because each step reads again. */
	readonly around?: number | undefined
	/** Read again when this changes, and every `everyMs`. */
	readonly version: number
	readonly everyMs: number
}

type Asked = Pick<Params, 'hoursBack' | 'hoursAhead' | 'around'> & { readonly operation: OperationId; readonly id: EntityId }

const HOUR_MS = 3_600_000

type Loaded = { readonly of: string; readonly state: SeriesState }

async function load({ operation, id, hoursBack, hoursAhead, around: now = Date.now() }: Asked): Promise<SeriesState> {
	const query = new URLSearchParams({ from: iso(now - hoursBack * HOUR_MS), to: iso(now + hoursAhead * HOUR_MS) })
	const reply = await ask(entityPath(operation, id, `/series?${query.toString()}`))
	return reply.state === 'ok' ? { state: 'loaded', series: readSeries(reply.body) } : { state: 'failed' }
}

/** The curves of a sensor around now. A failed read keeps what was there. */
export function useSeries({ operation, id, hoursBack, hoursAhead, around, version, everyMs }: Params): {
	readonly series: SeriesState
	readonly retry: () => void
} {
	const [loaded, setLoaded] = useState<Loaded>()
	const [round, setRound] = useState(0)
	const subject = `${operation ?? ''} ${id ?? ''}`
	useEffect(() => {
		if (operation === undefined || id === undefined) return undefined
		let stale = false
		const read = async () => {
			const next = await load({ operation, id, hoursBack, hoursAhead, around })
			if (stale) return
			const of = `${operation} ${id} ${version} ${round}`
			setLoaded((before) => (next.state === 'failed' && before?.state.state === 'loaded' ? before : { of, state: next }))
		}
		void read()
		const timer = setInterval(() => void read(), everyMs)
		return () => {
			stale = true
			clearInterval(timer)
		}
	}, [operation, id, hoursBack, hoursAhead, around, version, everyMs, round])
	const series: SeriesState = loaded?.of.startsWith(`${subject} `) ? loaded.state : { state: 'loading' }
	return { series, retry: () => setRound((before) => before + 1) }
}
