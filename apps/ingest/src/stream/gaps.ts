import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import * as z from 'zod'

/** A time in which nothing was heard, epoch ms. */
export type Silence = { readonly since: number; readonly until: number }

const Remembered = z.object({
	heard: z.number().nullable(),
	open: z.array(z.object({ since: z.number(), until: z.number() })).max(100),
})

/** Up to when a stream was heard, and which gaps before that are still open. `heard: null`: never. */
export type Marks = z.infer<typeof Remembered>

const NOTHING: Marks = { heard: null, open: [] }

/**
 * A small file for each feed: the hub knows only transitions of a feed's health for good, its figures are gone with its restart, and a gap that
 * is being filled is known to nobody else. Where the file is missing or unreadable the hub's word is the next best.
 */
export async function readMarks(folder: string | undefined, feed: string): Promise<Marks> {
	if (folder === undefined) return NOTHING
	try {
		const read = Remembered.safeParse(JSON.parse(await readFile(fileOf(folder, feed), 'utf8')))
		return read.success ? read.data : NOTHING
	} catch {
		return NOTHING
	}
}

export async function writeMarks(folder: string, feed: string, marks: Marks): Promise<void> {
	await mkdir(folder, { recursive: true })
	const file = fileOf(folder, feed)
	await writeFile(`${file}.new`, `${JSON.stringify(marks)}\n`)
	await rename(`${file}.new`, file)
}

function fileOf(folder: string, feed: string): string {
	return join(folder, `${feed}.json`)
}

/** Gaps that touch become one; none reaches back further than so long before its end. */
export function mergedGaps(gaps: readonly Silence[], longestMs: number): readonly Silence[] {
	const merged: Silence[] = []
	for (const gap of gaps.toSorted((a, b) => a.since - b.since)) {
		const last = merged.at(-1)
		if (last && gap.since <= last.until) merged[merged.length - 1] = { since: last.since, until: Math.max(last.until, gap.until) }
		else merged.push(gap)
	}
	return merged.map(({ since, until }) => ({ since: Math.max(since, until - longestMs), until }))
}
