import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import type { Picture } from '@lagebild/picture/picture.ts'
import { measuredAt, rowAt, size } from '@lagebild/picture/read.ts'

import { entriesOf, fold, textsOf } from './fold.ts'
import { median, spreadOf } from './measure.ts'
import type { Bench } from './measure.ts'
import { World } from './world.ts'

const WORDS_PER_ENTITY = 5

/** What an entity takes in the heap, all rows built, beyond the bytes of its rows as JSON. */
export const memoryBench: Bench = ({ quick, rounds = quick ? 2 : 5 }) => {
	setFlagsFromString('--expose-gc')
	const entities = quick ? 500 : 10_000
	const seen = Array.from({ length: rounds }, (_, round) => measured(entities, round + 1))
	const beyond = seen.map(({ heap, json }) => heap - json)
	const detail = `${median(seen.map(({ heap }) => heap)).toFixed(0)} bytes of heap for rows of ${median(seen.map(({ json }) => json)).toFixed(0)} bytes`
	return [
		{ name: 'heap of an entity beyond its JSON', seen: median(beyond), bound: 1_024, unit: 'bytes', spread: spreadOf(beyond), detail },
	]
}

/** Bytes of one entity, in a function of its own so that nothing of one round is held in the next. */
function measured(entities: number, seed: number): { heap: number; json: number } {
	const before = heapNow()
	const picture = madeOf(entities, seed)
	const json = bytesOfRows(picture) / size(picture)
	return { heap: (heapNow() - before) / size(picture), json }
}

function madeOf(entities: number, seed: number): Picture {
	const world = new World(entities, { seed })
	return fold(entriesOf([...textsOf(world.introductions()), ...textsOf(world.happenings(entities * WORDS_PER_ENTITY))]))
}

function bytesOfRows(picture: Picture): number {
	let bytes = 0
	for (let index = 0; index < size(picture); index++) {
		for (const row of [rowAt(picture, index), measuredAt(picture, index)]) bytes += row ? Buffer.byteLength(JSON.stringify(row)) : 0
	}
	return bytes
}

/** Bytes in use after everything that nobody holds was collected; twice, because finalisers run in between. */
function heapNow(): number {
	runInNewContext('gc(); gc()')
	const { heapUsed, arrayBuffers } = process.memoryUsage()
	return heapUsed + arrayBuffers
}
