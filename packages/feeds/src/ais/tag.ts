import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { readIso } from '@lagebild/model/time.ts'

import type { AisFault } from './message.ts'

/** What stands before a sentence and tells where it comes from (tag block of NMEA 0183 version 4, IEC 61162-450). */
export type Tag = {
	/** `c`: when the receiver heard it, epoch ms. */
	readonly at?: number
	/** `s`: the receiver. */
	readonly source?: string
	/** Last part of `g`: name of the group of sentences. */
	readonly group?: string
}

export const NO_TAG: Tag = {}

/** Exclusive or of all characters, as two digits of hexadecimal follow a `*`. */
export function checksumOf(text: string): number {
	let sum = 0
	for (let i = 0; i < text.length; i += 1) sum ^= text.charCodeAt(i)
	return sum
}

const BLOCKS = /\\([^\\]*)\\/g
const CHECKED = /^(.*)\*([0-9A-Fa-f]{2})$/

/** The blocks in what stands before a sentence, as one. A wrong check sum makes all of it doubtful. */
export function readTags(prefix: string): Result<Tag, AisFault> {
	let tag: Tag = NO_TAG
	for (const [, block = ''] of prefix.matchAll(BLOCKS)) {
		const [, fields, sum = ''] = CHECKED.exec(block) ?? []
		if (fields === undefined) return fail({ reason: 'bad-tag-block', message: 'the tag block has no check sum' })
		if (checksumOf(fields) !== Number.parseInt(sum, 16))
			return fail({ reason: 'bad-tag-block', message: 'the check sum of the tag block is wrong' })
		tag = { ...tag, ...fieldsOf(fields) }
	}
	return ok(tag)
}

function fieldsOf(fields: string): Tag {
	const pairs = new Map(fields.split(',').map((field) => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 1)]))
	const at = epochOf(pairs.get('c') ?? '')
	const source = pairs.get('s')
	const group = pairs.get('g')?.split('-')[2]
	return { ...(at !== undefined && { at }), ...(source !== undefined && { source }), ...(group !== undefined && { group }) }
}

/** Beyond this a number counts milliseconds: as seconds it would lie in the year 5138. */
const MILLISECONDS = 1e11
const YEAR_2200 = Date.UTC(2200, 0, 1)
/** A receiver without a set clock counts from when it was switched on, or from 1970: that is no time. */
const YEAR_2000 = Date.UTC(2000, 0, 1)

/** Seconds or milliseconds since 1970, with or without a fraction. */
export function epochOf(text: string): number | undefined {
	if (!/^\d{9,13}(?:\.\d{1,9})?$/.test(text)) return undefined
	const value = Number(text)
	const at = Math.round(value < MILLISECONDS ? value * 1_000 : value)
	return at >= YEAR_2000 && at < YEAR_2200 ? at : undefined
}

const ISO = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?\s?(?:Z|[+-]\d{2}:?\d{2})?/
const EPOCH = /(?:^|[^\d.])(\d{10}(?:\.\d{1,9})?|\d{13})(?:$|[^\d.])/

/** What a logger wrote before a sentence: ISO 8601, in UTC when it names no zone, or seconds since 1970. */
export function loggedBefore(prefix: string): number | undefined {
	const outside = prefix.slice(0, 200).replace(BLOCKS, ' ')
	const [iso] = ISO.exec(outside) ?? []
	if (iso === undefined) return epochOf(EPOCH.exec(outside)?.[1] ?? '')
	return readIso(/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso.trim()}Z`)
}

/** What a logger wrote behind it: the fields of the US Coast Guard end with seconds since 1970. */
export function loggedBehind(suffix: string): number | undefined {
	return epochOf(/(?:^|,)(\d{10}|\d{13})\s*$/.exec(suffix.slice(0, 200))?.[1] ?? '')
}
