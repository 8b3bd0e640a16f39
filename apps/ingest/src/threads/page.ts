import { hash } from 'node:crypto'

/**
 * Memory that a thread of feeds shares with the main thread: that it lives, and which document it reads. It can be read when the thread
 * cannot answer any more.
 */
export type Page = SharedArrayBuffer

/** So much of a document is kept, as much as the quarantine takes. */
const KEPT = 65_536
const HASH = 64
const WORDS = 5
const HEAD = WORDS * Int32Array.BYTES_PER_ELEMENT

const AT = { beats: 0, reading: 1, feed: 2, bytes: 3, kept: 4 } as const

export function createPage(): Page {
	return new SharedArrayBuffer(HEAD + HASH + KEPT)
}

function partsOf(page: Page): { readonly words: Int32Array; readonly digest: Uint8Array; readonly raw: Uint8Array } {
	return {
		words: new Int32Array(page, 0, WORDS),
		digest: new Uint8Array(page, HEAD, HASH),
		raw: new Uint8Array(page, HEAD + HASH, KEPT),
	}
}

/** Name of a document by its bytes. */
export function nameOf(bytes: Uint8Array): string {
	return hash('sha256', bytes)
}

export type Writer = {
	readonly beat: () => void
	/** Notes which document is read for as long as it is read. */
	readonly during: <T>(document: { readonly feed: number; readonly name: string; readonly bytes: Uint8Array }, read: () => T) => T
}

export function writerOn(page: Page): Writer {
	const { words, digest, raw } = partsOf(page)
	return {
		beat: () => void Atomics.add(words, AT.beats, 1),
		during: ({ feed, name, bytes }, read) => {
			const kept = bytes.subarray(0, KEPT)
			raw.set(kept)
			digest.set(Buffer.from(name, 'latin1'))
			words[AT.feed] = feed
			words[AT.bytes] = bytes.length
			words[AT.kept] = kept.length
			Atomics.store(words, AT.reading, 1)
			try {
				return read()
			} finally {
				Atomics.store(words, AT.reading, 0)
			}
		},
	}
}

/** A document that was being read. */
export type Reading = {
	/** Number of its feed. */
	readonly feed: number
	readonly name: string
	/** All of them. */
	readonly size: number
	/** The first of them. */
	readonly bytes: Uint8Array
}

export function beatsOn(page: Page): number {
	return Atomics.load(partsOf(page).words, AT.beats)
}

export function readingOn(page: Page): Reading | undefined {
	const { words, digest, raw } = partsOf(page)
	if (Atomics.load(words, AT.reading) === 0) return undefined
	return {
		feed: words[AT.feed] ?? 0,
		name: Buffer.from(digest).toString('latin1'),
		size: words[AT.bytes] ?? 0,
		bytes: raw.slice(0, words[AT.kept] ?? 0),
	}
}
