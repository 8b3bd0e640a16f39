import type { KeyedFeed } from '../config.ts'
import type { Outcome, Pushed } from '../webhook/inbox.ts'

/** What is the same for all feeds of an ingest. */
export type Place = {
	readonly hub: string
	/** Where versions of mappings are kept. */
	readonly definitions?: string
	/** So often it is tried again to read a feed whose file was wrong, where it is not the usual. */
	readonly reopenMs?: number
}

/** What the main thread tells a thread of feeds. */
export type Order =
	| {
			readonly type: 'run'
			readonly feed: KeyedFeed
			/** By which it is named on the page. */
			readonly no: number
			readonly place: Place
			/** Names of documents that are not read again: reading them ended a thread, and again. */
			readonly barred: readonly string[]
			/** Of a feed that waits for what is posted: why nothing can come. */
			readonly shut?: string
	  }
	/** Of a feed that every ingest serves: when another one heard it last. */
	| { readonly type: 'heard'; readonly feed: string; readonly at: number }
	/** `farewell`: nobody watches the feed from now on, and it says so. */
	| { readonly type: 'end'; readonly feed: string; readonly farewell: boolean }
	| { readonly type: 'put'; readonly feed: string; readonly no: number; readonly message: Pushed }

/** What a thread of feeds tells the main thread. */
export type Word =
	| { readonly type: 'ready' }
	/** Something that says something came for a feed that every ingest serves. */
	| { readonly type: 'heard'; readonly feed: string }
	/** A feed that waits takes messages from now on. */
	| { readonly type: 'takes'; readonly feed: string }
	| { readonly type: 'outcome'; readonly no: number; readonly outcome: Outcome }
	| { readonly type: 'log'; readonly level: 'info' | 'warn' | 'error'; readonly fields: object; readonly text: string }
	| { readonly type: 'ended'; readonly feed: string; readonly fault?: string }
