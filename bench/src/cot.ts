import { CotOptions } from '@lagebild/feeds/cot/options.ts'
import { formatTakMessage } from '@lagebild/feeds/cot/protobuf.ts'
import { openCot, readFrame } from '@lagebild/feeds/cot/reader.ts'
import type { ReadMessage } from '@lagebild/feeds/cot/reader.ts'
import { SaxesParser } from 'saxes'

import { median, spreadOf } from './measure.ts'
import type { Bench, BenchOptions, Finding } from './measure.ts'

const DEVICES = 100
/** Times so many devices in each window: long enough for the clock of a thread. */
const REPEATS = 60
const OPTIONS = CotOptions.parse({})

/** One report of each of a hundred devices, 680 bytes each; `round` moves them. */
function reports(round: number): readonly Buffer[] {
	return Array.from({ length: DEVICES }, (_, i) => {
		const at = new Date(1_795_000_000_000 + round * 10_000).toISOString()
		const stale = new Date(1_795_000_375_000 + round * 10_000).toISOString()
		return Buffer.from(
			`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<event version="2.0" uid="ANDROID-3599750906${i}" type="a-f-G-U-C" time="${at}" start="${at}" stale="${stale}" how="m-g"><point lat="53.5${round % 10}5612" lon="9.97001${i % 10}" hae="42.11" ce="4.9" le="9999999.0"/><detail><takv os="33" version="4.10.0.9 (2c1f7e0b).1697812345-CIV" device="SAMSUNG SM-G525F" platform="ATAK-CIV"/><contact endpoint="*:-1:stcp" callsign="FLORIAN ${i}"/><uid Droid="FLORIAN ${i}"/><precisionlocation altsrc="GPS" geopointsrc="GPS"/><__group role="Team Member" name="Red"/><status battery="87"/><track course="211.4" speed="8.33"/></detail></event>`,
		)
	})
}

function saxesAlone(bytes: Buffer): void {
	const parser = new SaxesParser()
	parser.on('opentag', nothing)
	parser.on('closetag', nothing)
	parser.on('text', nothing)
	parser.write(bytes.toString()).close()
}

function parsed(text: string): void {
	JSON.parse(text)
}

function nothing(): void {
	// What the parser alone costs.
}

type Work = (round: number) => void

/** Thread time of one message, microseconds, in turns. */
function inTurns(works: Readonly<Record<string, Work>>, quick: boolean): ReadonlyMap<string, readonly number[]> {
	const [rounds, repeats] = quick ? [4, 10] : [16, REPEATS]
	const seen = new Map<string, number[]>()
	for (let round = 0; round < rounds; round += 1) {
		for (const [name, work] of Object.entries(works)) {
			const begun = process.threadCpuUsage()
			for (let i = 0; i < repeats; i += 1) work(round * repeats + i)
			const { user, system } = process.threadCpuUsage(begun)
			if (round >= rounds / 4) seen.set(name, [...(seen.get(name) ?? []), (user + system) / (repeats * DEVICES)])
		}
	}
	return seen
}

/** CoT XML against saxes alone. */
export const cotBench: Bench = ({ quick }: BenchOptions): readonly Finding[] => {
	const xml = Array.from({ length: 200 }, (_, round) => reports(round))
	const of = (round: number): readonly Buffer[] => xml[round % xml.length] ?? []
	const readers = { steady: openCot({ feed: 'bench', options: OPTIONS }) }
	const seen = inTurns(
		{
			saxes: (round) => of(round).forEach(saxesAlone),
			event: (round) => of(round).forEach((bytes) => readFrame({ type: 'xml', bytes })),
			stream: (round) => {
				if (round % xml.length === 0) readers.steady = openCot({ feed: 'bench', options: OPTIONS })
				for (const bytes of of(round)) readers.steady.message(readFrame({ type: 'xml', bytes }))
			},
			news: (round) => {
				const reader = openCot({ feed: 'bench', options: OPTIONS })
				for (const bytes of of(round)) reader.message(readFrame({ type: 'xml', bytes }))
			},
		},
		quick,
	)
	const news = ratio(seen, ['news', 'saxes', 1.8], '')
	const stream = `a stream of CoT XML to what is told, new words checked, against saxes alone (${news.seen.toFixed(1)} × when every message is new)`
	return [
		ratio(seen, ['event', 'saxes', 1.4], 'CoT XML to event, without zod, against saxes alone'),
		ratio(seen, ['stream', 'saxes', 1.8], stream),
	]
}

/** TAK protobuf against `JSON.parse` of the same, as a message comes that is told. */
export const takBench: Bench = ({ quick }: BenchOptions): readonly Finding[] => {
	const rounds = Array.from({ length: 50 }, (_, round) => reports(round).flatMap((bytes) => readFrame({ type: 'xml', bytes }).event ?? []))
	const protobuf = rounds.map((events) => events.map((event) => formatTakMessage({ event })))
	const json = rounds.map((events) => events.map(({ detailText: _text, ...event }) => JSON.stringify(event)))
	const seen = inTurns(
		{
			json: (round) => json[round % json.length]?.forEach(parsed),
			event: (round) => protobuf[round % protobuf.length]?.forEach((bytes): ReadMessage => readFrame({ type: 'protobuf', bytes })),
		},
		quick,
	)
	return [{ ...ratio(seen, ['event', 'json', 2], 'TAK protobuf to event against JSON.parse of the same'), name: 'tak event' }]
}

function ratio(
	seen: ReadonlyMap<string, readonly number[]>,
	[name, base, bound]: readonly [string, string, number],
	what: string,
): Finding {
	const times = seen.get(name) ?? []
	const bases = seen.get(base) ?? []
	const ratios = times.map((time, i) => time / (bases[i] ?? time))
	const detail = `${what}: ${median(times).toFixed(2)} µs and ${median(bases).toFixed(2)} µs a message`
	return { name: `cot ${name}`, seen: median(ratios), bound, unit: '×', spread: spreadOf(ratios), detail }
}
