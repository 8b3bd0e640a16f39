import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Adapter, Descriptor, FollowUp, Parsed, Reception } from './adapter.ts'

/** A format with the options of one feed: what a runner needs to know of it. */
export type BoundAdapter = {
	readonly name: string
	readonly standard: string
	readonly descriptor: Descriptor
	readonly documents: (url: string) => readonly FollowUp[]
	readonly parse: (message: Uint8Array, reception: Reception) => Parsed
}

/** An option that the format does not take, with its path. */
export type BadOption = { readonly key: string; readonly message: string }

export function bindAdapter<O>(adapter: Adapter<O>, options: unknown): Result<BoundAdapter, readonly BadOption[]> {
	const read = adapter.options.safeParse(options ?? {})
	if (!read.success) {
		return fail(read.error.issues.map(({ path, message }) => ({ key: ['options', ...path.map(String)].join('.'), message })))
	}
	const bound = read.data
	return ok({
		name: adapter.name,
		standard: adapter.standard,
		descriptor: adapter.describe(bound),
		documents: (url) => adapter.documents(url, bound),
		parse: (message, reception) => adapter.parse(message, reception, bound),
	})
}
