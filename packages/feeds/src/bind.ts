import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type * as z from 'zod'

import type { Adapter, Descriptor, FollowUp, Gap, Parsed, Reception } from './adapter.ts'
import type { Framer } from './frame/framer.ts'

/** A format with the options of one feed: what a runner needs to know of it. */
export type BoundAdapter = {
	readonly name: string
	readonly standard: string
	readonly descriptor: Descriptor
	readonly documents: (url: string) => readonly FollowUp[]
	readonly parse: (message: Uint8Array, reception: Reception) => Parsed
	/** See `Adapter`. */
	readonly item?: (raw: Uint8Array, reception: Reception) => Parsed
	readonly frame?: () => Framer
	readonly gathers?: true
	readonly backfill?: (gap: Gap) => readonly FollowUp[]
	/** What an integrator wrote and may change while the feed runs: its text, and the version that events name in their provenance. */
	readonly definition?: () => Definition
}

export type Definition = { readonly version: string; readonly text: string }

/** An option that the format does not take, with its path. */
export type BadOption = {
	readonly key: string
	readonly message: string
	/** It is about what stands in a file, which may be mended while the feed waits: no reason to stop anything else. */
	readonly mendable?: true
}

export function bindAdapter<O>(adapter: Adapter<O>, options: unknown): Result<BoundAdapter, readonly BadOption[]> {
	const read = adapter.options.safeParse(options ?? {})
	if (!read.success) {
		return fail(read.error.issues.map((issue) => ({ key: keyOf(issue), message: issue.message })))
	}
	const bound = read.data
	const { frame, gathers, backfill, item } = adapter
	return ok({
		name: adapter.name,
		standard: adapter.standard,
		descriptor: adapter.describe(bound),
		documents: (url) => adapter.documents(url, bound),
		parse: (message, reception) => adapter.parse(message, reception, bound),
		...(item && { item: (raw, reception) => item(raw, reception, bound) }),
		...(frame && { frame: () => frame(bound) }),
		...(gathers && { gathers }),
		...(backfill && { backfill: (gap) => backfill(bound, gap) }),
	})
}

/** Zod names the object that holds an unknown key; a person looks for the key. */
function keyOf(issue: z.core.$ZodIssue): string {
	const last = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
	return ['options', ...issue.path.map(String), ...last].join('.')
}
