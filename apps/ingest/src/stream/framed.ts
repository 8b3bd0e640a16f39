import type { Reject } from '@lagebild/feeds/adapter.ts'
import type { Framer } from '@lagebild/feeds/frame/framer.ts'
import { rawBytes } from '@lagebild/feeds/text.ts'

import { overlong } from './stream.ts'
import type { Ears } from './stream.ts'

/** What has no end yet is a message when nothing more came for so long: what was lost on the way is sent again by then. */
const REST_MS = 10_000

export type Framed = {
	/** @returns false when it is enough for now */
	readonly push: (bytes: Uint8Array) => boolean
	/** @param isWhole the other side had said all that it wanted to say: a line that was cut is no message, and half a figure no value */
	readonly end: (isWhole: boolean) => void
}

/** `isPaused`: nothing is read by our own will, so that no silence means anything. */
type Framing = { readonly maxBytes: number; readonly isPaused: () => boolean }

/** What one other side says, cut into messages. */
export function framedInto(ears: Ears, framer: Framer, { maxBytes, isPaused }: Framing): Framed {
	let rest: NodeJS.Timeout | undefined
	const hearAll = (messages: readonly Uint8Array[]): boolean => messages.map((bytes) => ears.hear({ bytes })).every(Boolean)
	const flush = (): void => {
		hearAll(framer.rest())
	}
	const wait = (): void => {
		rest = setTimeout(() => (isPaused() ? wait() : flush()), REST_MS)
	}
	return {
		push: (bytes) => {
			clearTimeout(rest)
			ears.alive()
			const wantsMore = hearAll(framer.push(bytes))
			for (const beginning of framer.overlong?.() ?? []) ears.refuse(overlong(beginning, undefined, maxBytes))
			wait()
			return wantsMore
		},
		end: (isWhole) => {
			clearTimeout(rest)
			if (isWhole) flush()
			else for (const bytes of framer.rest()) ears.refuse(cutOff(bytes))
		},
	}
}

function cutOff(bytes: Uint8Array): Reject {
	return { reason: 'cut-off', message: 'the connection was cut in the middle of a message', raw: rawBytes(bytes) }
}
