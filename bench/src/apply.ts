import { createPicture } from '@lagebild/picture/picture.ts'
import { size } from '@lagebild/picture/read.ts'

import { entriesOf, fold, foldInto, textsOf } from './fold.ts'
import { compare } from './measure.ts'
import type { Bench } from './measure.ts'
import { World } from './world.ts'

/** Folding an entry against parsing it; and folding it into a large picture against a small one. */
export const applyBench: Bench = async ({ quick }) => [
	await againstParse(quick ? 500 : 10_000, quick ? 3 : 15),
	await largeAgainstSmall(quick ? 500 : 10_000, quick ? 3 : 15),
]

async function againstParse(entities: number, rounds: number) {
	const count = entities * 5
	const world = new World(entities)
	const introductions = textsOf(world.introductions())
	const happenings = textsOf(world.happenings(count))
	const introduced = entriesOf(introductions)
	let parsed: unknown
	const seen = await compare({ rounds }, () => {
		const picture = fold(introduced)
		const entries = entriesOf(happenings, introduced.length + 1)
		return {
			work: () => foldInto(picture, entries),
			baseline: () => {
				for (const text of happenings) parsed = JSON.parse(text)
			},
		}
	})
	const bytes = happenings.reduce((sum, text) => sum + text.length, 0) / count
	return {
		name: 'apply against JSON.parse of the same entries',
		seen: seen.ratio,
		bound: 1.5,
		unit: '×',
		spread: seen.spread,
		detail: `${perEntry(seen.workMs, count)} against ${perEntry(seen.baselineMs, count)} an entry of ${bytes.toFixed(0)} bytes${parsed === undefined ? '!' : ''}`,
	}
}

/** Both pictures live on from round to round, as an operation's does. */
async function largeAgainstSmall(entities: number, rounds: number) {
	const count = entities
	const worlds = [new World(entities * 10), new World(entities)] as const
	const pictures = worlds.map((world) => foldInto(createPicture(), entriesOf(textsOf(world.introductions()))))
	const [large, small] = pictures
	if (!large || !small) throw new Error('two pictures were made')
	let next = 10 * entities + 1_000
	const seen = await compare({ rounds }, () => {
		const [many, few] = worlds.map((world) => entriesOf(textsOf(world.happenings(count)), next))
		next += count
		return { work: () => foldInto(large, many ?? []), baseline: () => foldInto(small, few ?? []) }
	})
	return {
		name: `an entry with ${size(large)} entities against ${size(small)}`,
		seen: seen.ratio,
		bound: 1.5,
		unit: '×',
		spread: seen.spread,
		detail: `${perEntry(seen.workMs, count)} against ${perEntry(seen.baselineMs, count)} an entry`,
	}
}

function perEntry(ms: number, count: number): string {
	return `${((1_000 * ms) / count).toFixed(2)} µs`
}
