import type { Submission } from '@lagebild/model/event.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import type { Instant } from '@lagebild/model/time.ts'

/*
 * What travels between a page and the worker in which it tries a mapping. Nothing here needs more than the model, so that a page can know it
 * without the code behind it.
 */

export type PreviewQuestion = {
	/** Ascends; the answer names it again. */
	readonly turn: number
	/** Text of the mapping, as it stands in its file. */
	readonly mapping: string
	/** The document, or one of its items as JSON, as the quarantine keeps them. */
	readonly bytes: Uint8Array
	readonly sample: 'document' | 'item'
	/** Name of the feed: the source of every id. */
	readonly feed: string
	readonly received: Instant
}

/** `path`: a place in the mapping, its keys from outside to inside joined by dots. */
export type PreviewNote = { readonly path: string; readonly reason: string; readonly message: string }

/** One item of the document beside what becomes of it. */
export type PreviewItem = {
	/** As it came, indented. */
	readonly raw: string
	/** `double`: a newer one of the same id is in the document. */
	readonly outcome: 'mapped' | 'left-out' | 'refused' | 'double'
	readonly events: readonly Submission[]
	readonly measurements: readonly Measurements[]
	readonly notes: readonly PreviewNote[]
	/** It is over: in a full list it counts as gone. */
	readonly over: boolean
	/** Names in the item that the mapping does not mention. */
	readonly unused: readonly string[]
}

export type PreviewCounts = Readonly<Record<PreviewItem['outcome'], number>> & { readonly values: number }

export type Preview =
	/** The mapping cannot mean anything. */
	| { readonly type: 'bad-mapping'; readonly problems: readonly { readonly path: readonly string[]; readonly message: string }[] }
	/** The document as a whole could not be read. */
	| { readonly type: 'refused'; readonly version: string; readonly note: PreviewNote }
	| {
			readonly type: 'items'
			readonly version: string
			readonly kind: EntityKind
			readonly mode: 'full' | 'delta'
			/** The first of them. */
			readonly items: readonly PreviewItem[]
			readonly counts: PreviewCounts
	  }
	/** The worker itself failed. */
	| { readonly type: 'failed'; readonly message: string }

export type PreviewAnswer = { readonly turn: number; readonly preview: Preview }
