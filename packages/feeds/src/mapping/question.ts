import type { Reject } from '../adapter.ts'
import type { JsonValue } from '../json.ts'
import type { Mapping } from './definition.ts'

/** What the thread is asked: everything that it needs to know, and nothing of the outside. */
export type Question = {
	/** Hash of the mapping, by which the thread keeps what it compiled. */
	readonly key: string
	readonly input: Mapping['input']
	readonly items: string | undefined
	readonly expressions: readonly string[]
	readonly bytes: Uint8Array
	/** Topic or event name under which the document came: `$channel` in every expression. */
	readonly channel?: string
}

/** One item and what each expression said of it, in the order in which they were asked. */
export type Row = {
	readonly raw: JsonValue
	readonly values: readonly (JsonValue | undefined)[]
	/** Number of an expression → why it could not be evaluated. */
	readonly faults: Readonly<Record<number, string>>
	/** There was no time left for it. */
	readonly late?: boolean
}

export type Answer = { readonly type: 'refused'; readonly reject: Reject } | { readonly type: 'rows'; readonly rows: readonly Row[] }
