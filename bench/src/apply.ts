import { readBody } from '@lagebild/journal/body.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { createPicture } from '@lagebild/picture/picture.ts'
import { size } from '@lagebild/picture/read.ts'

import { entriesOf, fold, foldInto, numbered, textsOf } from './fold.ts'
import { cpuNow, median, spreadOf } from './measure.ts'
import type { Bench, Finding } from './measure.ts'
import { World } from './world.ts'

/** As many entries as the journal gives at once: parsed, folded and forgotten, as at a hub's start. */
const PAGE = 1_000

/** Folding an entry against parsing it. */
export const applyBench: Bench = ({ quick, rounds = quick ? 3 : 15 }) => [againstParse(quick ? 500 : 10_000, rounds)]

/** Folding an entry into a large picture against a small one. */
export const applyLargeBench: Bench = ({ quick, rounds = quick ? 3 : 15 }) => [largeAgainstSmall(quick ? 500 : 10_000, rounds)]

function againstParse(entities: number, rounds: number): Finding {
	const world = new World(entities)
	const introductions = textsOf(world.introductions())
	const happenings = textsOf(world.happenings(entities * 5))
	const seen: { parse: number; apply: number }[] = []
	for (let round = -2; round < rounds; round++) {
		const times = parseAndFold(fold(entriesOf(introductions)), happenings, introductions.length + 1)
		if (round >= 0) seen.push(times)
	}
	const ratios = seen.map(({ parse, apply }) => apply / parse)
	const bytes = happenings.reduce((sum, text) => sum + text.length, 0) / happenings.length
	const each = (ms: readonly number[]): string => perEntry(median(ms), happenings.length)
	return {
		name: 'apply against JSON.parse of the same entries',
		seen: median(ratios),
		bound: 1.5,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${each(seen.map(({ apply }) => apply))} against ${each(seen.map(({ parse }) => parse))} an entry of ${bytes.toFixed(0)} bytes, ${entities} entities`,
	}
}

/** `readBody` is JSON.parse and a look at what came out. Page by page, so that what slows the machine down slows both sides. Times in ms. */
function parseAndFold(picture: Picture, texts: readonly string[], from: number): { parse: number; apply: number } {
	let [parse, apply] = [0, 0]
	for (let at = 0; at < texts.length; at += PAGE) {
		const page = texts.slice(at, at + PAGE)
		const begun = cpuNow()
		const bodies = page.map((text) => readBody(text))
		parse += cpuNow() - begun
		const entries = numbered(bodies, from + at)
		const parsed = cpuNow()
		foldInto(picture, entries)
		apply += cpuNow() - parsed
	}
	return { parse, apply }
}

/** Of each thing, so often: what is said of it for the first time takes longer, and would be nearly everything in the large picture. */
const SAID_BEFORE = 3

/** Both pictures live on from round to round, as an operation's does. */
function largeAgainstSmall(entities: number, rounds: number): Finding {
	const worlds = [new World(entities * 10), new World(entities)] as const
	const [large, small] = worlds.map((world) => foldInto(createPicture(), entriesOf(textsOf(world.introductions()))))
	if (!large || !small) throw new Error('two pictures were made')
	const seen: { large: number; small: number }[] = []
	let next = 10 * entities + 1_000
	for (const [world, picture] of [[worlds[0], large] as const, [worlds[1], small] as const]) {
		for (let left = SAID_BEFORE * size(picture); left > 0; left -= PAGE, next += PAGE)
			foldInto(picture, entriesOf(textsOf(world.happenings(PAGE)), next))
	}
	for (let round = -2; round < rounds; round++) {
		const [many, few] = worlds.map((world) => entriesOf(textsOf(world.happenings(entities)), next))
		next += entities
		const times = { large: timeFold(large, many ?? []), small: timeFold(small, few ?? []) }
		if (round >= 0) seen.push(times)
	}
	const ratios = seen.map((times) => times.large / times.small)
	return {
		name: `an entry with ${size(large)} entities against ${size(small)}`,
		seen: median(ratios),
		bound: 1.5,
		unit: '×',
		spread: spreadOf(ratios),
		detail: `${perEntry(median(seen.map((times) => times.large)), entities)} against ${perEntry(median(seen.map((times) => times.small)), entities)} an entry`,
	}
}

function timeFold(picture: Picture, entries: readonly Entry[]): number {
	const begun = cpuNow()
	foldInto(picture, entries)
	return cpuNow() - begun
}

function perEntry(ms: number, count: number): string {
	return `${((1_000 * ms) / count).toFixed(2)} µs`
}
