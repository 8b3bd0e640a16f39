import type { Parsed, Reception } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import { NOTHING, unique } from '@lagebild/feeds/parsed.ts'
import type { HeardCommand, RejectView, RerunResult } from '@lagebild/model/feeds-protocol.ts'
import { Measurements } from '@lagebild/model/measurement.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'
import { instant, readIso } from '@lagebild/model/time.ts'

import { emptyMemory } from '../core/memory.ts'
import { tellEvents, tellMeasurements } from '../deliver.ts'
import type { Worker } from '../worker.ts'
import type { Desk } from './desk.ts'
import { given } from './given.ts'

const TOGETHER = 20

/** Reads refused items again, one by one, with what the feed reads by today. What they say has the ids that it had have then, so nothing doubles. */
export async function rerun(worker: Worker, desk: Desk, { no, rejects = [] }: HeardCommand): Promise<void> {
	for (let from = 0; from < rejects.length; from += TOGETHER) {
		const results: RerunResult[] = []
		for (const id of rejects.slice(from, from + TOGETHER)) {
			if (worker.ports.signal.aborted) return
			const kept = await desk.reject(id)
			if (kept.type === 'answered') results.push(await readAgain(worker, kept.answer))
		}
		if (results.length > 0) await desk.results({ command: no, results })
	}
}

async function readAgain(worker: Worker, reject: RejectView): Promise<RerunResult> {
	const { id, reason, message, path, raw, origin } = reject
	const stays = (said: string): RerunResult => ({ id, ok: false, reason, message, ...(path !== undefined && { path }), said })
	if (origin?.cut) return stays('it was longer than what is kept; ask the source anew')
	if (raw === '') return stays('nothing was kept of it; ask the source anew')
	const parsed = origin?.stage === 'hub' ? statementIn(raw) : understood(worker, reject)
	const again = parsed.rejects[0]
	if (saysNothing(parsed)) {
		if (again && origin)
			return { id, ok: false, reason: again.reason.slice(0, 100), message: again.message.slice(0, 2_000), ...pathOf(again.path) }
		return stays('it says nothing by itself; ask the source anew')
	}
	return tellAgain(worker, parsed, { id, stays })
}

function pathOf(path: string | undefined): { readonly path?: string } {
	return path === undefined ? {} : { path: path.slice(0, 500) }
}

function saysNothing({ events, measurements }: Parsed): boolean {
	return events.length + measurements.length === 0
}

/** What the hub refused is kept as it was said. */
function statementIn(raw: string): Parsed {
	const value = jsonIn(raw)
	const event = readSubmission(value)
	if (event.ok) return { ...NOTHING, events: [event.value] }
	const measurements = Measurements.safeParse(value)
	return measurements.success ? { ...NOTHING, measurements: [measurements.data] } : NOTHING
}

function jsonIn(raw: string): unknown {
	try {
		return JSON.parse(raw)
	} catch {
		return undefined
	}
}

function understood({ feed, watch: { plain } }: Worker, { at, raw, origin }: RejectView): Parsed {
	const { url, document, contentType, channel, context, bytes, stage = 'item' } = origin ?? {}
	const came = given({ url, document, contentType, channel, context })
	const reception: Reception = { feed: feed.id, received: readIso(at) ?? instant(0), ...came }
	const kept = bytes === undefined ? encoded(raw) : new Uint8Array(Buffer.from(bytes, 'base64'))
	if (stage === 'item' && plain.item) return plain.item(kept, reception)
	const parsed = plain.parse(kept, reception)
	return stage === 'item' && saysNothing(parsed) && raw.startsWith('{') ? asList(plain, { raw, reception, parsed }) : parsed
}

type Alone = { readonly raw: string; readonly reception: Reception; readonly parsed: Parsed }

/** Formats whose documents are lists read a list of one. */
function asList(plain: BoundAdapter, { raw, reception, parsed }: Alone): Parsed {
	return orElse(plain.parse(encoded(`[${raw}]`), reception), parsed)
}

function orElse(parsed: Parsed, other: Parsed): Parsed {
	return saysNothing(parsed) && parsed.rejects.length === 0 ? other : parsed
}

function encoded(text: string): Uint8Array {
	return new TextEncoder().encode(text)
}

type Telling = { readonly id: number; readonly stays: (said: string) => RerunResult }

/** What has no time of its own, of something that the feed spoke of since, would make what is older newer. */
async function tellAgain(worker: Worker, parsed: Parsed, { id, stays }: Telling): Promise<RerunResult> {
	const { feed, ports, memory } = worker
	const teller = { feed: feed.id, hub: ports.hub, memory: emptyMemory() }
	const events = unique(parsed.events)
	const welcome = events.filter(({ entity, times }) => times?.observed !== undefined || !memory.said.has(entity))
	const told = await tellEvents(teller, welcome)
	const measured = told.told ? await tellMeasurements(teller, parsed.measurements) : told
	const refused = [...told.rejects, ...(measured === told ? [] : measured.rejects)][0]
	if (refused)
		return { id, ok: false, reason: refused.reason.slice(0, 100), message: refused.message.slice(0, 2_000), ...pathOf(refused.path) }
	if (!measured.told) return stays(`the hub did not take it: ${measured.reason ?? ''}`.slice(0, 300))
	for (const event of welcome) if (!memory.said.has(event.entity)) memory.said.set(event.entity, event.id)
	return { id, ok: true, said: wordsOf(welcome.length, events.length - welcome.length, rowsIn(parsed)) }
}

function rowsIn({ measurements }: Parsed): number {
	return measurements.reduce(
		(sum, { observations, positions, curves }) =>
			sum + (observations?.entity.length ?? 0) + (positions?.entity.length ?? 0) + (curves?.length ?? 0),
		0,
	)
}

function wordsOf(events: number, older: number, values: number): string {
	const parts = [
		...(events > 0 ? [`${events} ${events === 1 ? 'event' : 'events'}`] : []),
		...(values > 0 ? [`${values} ${values === 1 ? 'value' : 'values'}`] : []),
		...(older > 0 ? [`${older} that the feed has said anew since`] : []),
	]
	return parts.join(', ')
}
