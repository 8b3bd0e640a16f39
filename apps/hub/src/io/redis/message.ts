import type { Entry } from '@lagebild/model/entry.ts'
import { OperationId, Seq } from '@lagebild/model/ids.ts'
import * as z from 'zod'

import { NOTICES } from '../../bus.ts'
import type { Notice, Written, WrittenRange } from '../../bus.ts'

/** Redis cuts a subscriber off whose output grows beyond its limits; what is larger is read from the journal. */
export const MOST_BYTES = 1_000_000

export type Said =
	| { readonly type: 'written'; readonly message: Written }
	| { readonly type: 'range'; readonly message: WrittenRange }
	| { readonly type: 'notice'; readonly notice: Notice }
	| { readonly type: 'presence' | 'feeds'; readonly message: unknown }
	/** Heard by whoever said it, it proves that the way there and back is open. */
	| { readonly type: 'alive'; readonly no: number }

const Head = z.tuple([z.string(), z.enum(['written', 'range', 'notice', 'presence', 'feeds', 'alive'])])
const Place = z.object({ operation: OperationId, epoch: z.string() })
const Range = Place.extend({ from: Seq, to: Seq })

/** One line of who and what, so that one's own words are known before anything is parsed; then JSON. */
export function encode(self: string, said: Said): string {
	return `${self} ${said.type}\n${JSON.stringify(bodyOf(said))}`
}

function bodyOf(said: Said): unknown {
	switch (said.type) {
		case 'notice':
			return said.notice
		case 'alive':
			return said.no
		default:
			return said.message
	}
}

/** As `written`, or as the range of it when that is too large. */
export function encodeWritten(self: string, message: Written): string {
	const text = encode(self, { type: 'written', message })
	const [first, last] = [message.entries[0], message.entries.at(-1)]
	if (text.length <= MOST_BYTES || !first || !last) return text
	const { operation, epoch } = message
	return encode(self, { type: 'range', message: { operation, epoch, from: first.seq, to: last.seq } })
}

/** @returns undefined for whatever no hub of this build says: another build may say more. */
export function decode(text: string): { readonly from: string; readonly said: Said } | undefined {
	const end = text.indexOf('\n')
	const head = Head.safeParse(text.slice(0, end).split(' '))
	if (end < 0 || !head.success) return undefined
	const [from, type] = head.data
	const said = saidIn(type, jsonIn(text.slice(end + 1)))
	return said && { from, said }
}

function jsonIn(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}

function saidIn(type: Said['type'], body: unknown): Said | undefined {
	switch (type) {
		case 'written': {
			const message = writtenIn(body)
			return message && { type, message }
		}
		case 'range':
			return rangeIn(body)
		case 'notice': {
			const read = z.enum(NOTICES).safeParse(body)
			return read.success ? { type, notice: read.data } : undefined
		}
		case 'alive':
			return typeof body === 'number' ? { type, no: body } : undefined
		case 'presence':
		case 'feeds':
			return { type, message: body }
	}
}

function rangeIn(body: unknown): Said | undefined {
	const read = Range.safeParse(body)
	return read.success ? { type: 'range', message: read.data } : undefined
}

/** Entries were checked when they were admitted; here only that they are some. The chain says whether they are the journal's (N4). */
function writtenIn(body: unknown): Written | undefined {
	const place = Place.safeParse(body)
	const entries = typeof body === 'object' && body !== null && 'entries' in body ? body.entries : undefined
	return place.success && areEntries(entries) ? { ...place.data, entries } : undefined
}

function areEntries(value: unknown): value is readonly Entry[] {
	return Array.isArray(value) && value.every(isEntry)
}

function isEntry(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false
	const { seq, hash, prevHash, recorded, body }: { seq?: unknown; hash?: unknown; prevHash?: unknown; recorded?: unknown; body?: unknown } =
		value
	const placed = typeof seq === 'number' && typeof recorded === 'number' && typeof hash === 'string' && typeof prevHash === 'string'
	return placed && typeof body === 'object' && body !== null && 'type' in body
}
