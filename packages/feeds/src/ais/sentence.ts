import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { AisFault } from './message.ts'
import { checksumOf, loggedBefore, loggedBehind, readTags } from './tag.ts'
import type { Tag } from './tag.ts'

/** One VDM or VDO sentence: a message, or a part of one. */
export type Sentence = {
	readonly total: number
	readonly number: number
	/** Sequence, channel, receiver and group: what the parts of one message have in common. */
	readonly key: string
	readonly payload: string
	readonly fill: number
	/** When it was heard, as far as anything but our own clock says so; epoch ms. */
	readonly at?: number
	readonly raw: string
}

/** What a line holds beside sentences: nothing of ours, by name, or something that cannot be read. */
export type LinePart =
	| { readonly type: 'sentence'; readonly sentence: Sentence }
	| { readonly type: 'unused'; readonly what: string }
	| { readonly type: 'fault'; readonly fault: AisFault; readonly raw: string }

/** A datagram of IEC 61162-450 begins so. */
const DATAGRAM = 'UdPbC\0'
const MOST_BEFORE = 1_000
const MOST_LINE = 16_384

/** All that one line says. A line that lost its end is followed by the next sentence on it: a `!` stands nowhere within one. */
export function partsOfLine(line: string): readonly LinePart[] {
	if (line.length > MOST_LINE)
		return [{ type: 'fault', fault: { reason: 'too-long', message: `the line has more than ${MOST_LINE} characters` }, raw: line }]
	const text = line.startsWith(DATAGRAM) ? line.slice(DATAGRAM.length) : line
	const first = text.indexOf('!')
	if (first < 0) return otherLine(text)
	const parts: LinePart[] = []
	let prefix = text.slice(Math.max(0, first - MOST_BEFORE), first)
	for (let from = first; from >= 0;) {
		const next = text.indexOf('!', from + 1)
		const upTo = next < 0 ? text.length : tagBefore(text, next)
		parts.push(partOf(prefix, text.slice(from, upTo)))
		prefix = text.slice(upTo, Math.max(upTo, next))
		from = next
	}
	return parts
}

/** Where the tag block of a sentence begins that follows another one on the same line. */
function tagBefore(text: string, at: number): number {
	if (text[at - 1] !== '\\') return at
	const begin = text.lastIndexOf('\\', at - 2)
	return begin > at - MOST_BEFORE && begin >= 0 ? begin : at
}

const OTHER = /^(?:\\[^\\]*\\)?\$([A-Z0-9]{3,8}),/
const COMMENT = /^(?:#|\/\/|;|\\[^\\]*\\\s*$)/

function otherLine(text: string): readonly LinePart[] {
	const [, name] = OTHER.exec(text) ?? []
	if (name !== undefined) return [{ type: 'unused', what: `$${name}` }]
	if (text.trim() === '' || COMMENT.test(text)) return []
	return [{ type: 'fault', fault: { reason: 'not-nmea', message: 'the line holds no NMEA sentence' }, raw: text }]
}

function partOf(prefix: string, text: string): LinePart {
	const raw = `${prefix}${text}`
	const read = readSentence(prefix, text)
	if (!read.ok) return { type: 'fault', fault: read.fault, raw }
	return read.value
}

const HEAD = /^!([A-Z]{2})([A-Z]{3}),/
/** Behind the check sum loggers write what they like, but never on without a mark. */
const BODY = /^!([^*]{1,200})\*([0-9A-Fa-f]{2})(?![0-9A-Za-z])/

function readSentence(prefix: string, text: string): Result<LinePart, AisFault> {
	const [head, talker, formatter] = HEAD.exec(text) ?? []
	if (head === undefined) return fail({ reason: 'not-nmea', message: 'there is no sentence behind the "!"' })
	if (!FORMATTERS.has(formatter)) return ok({ type: 'unused', what: `!${String(talker)}${String(formatter)}` })
	const [whole, body = '', sum] = BODY.exec(text) ?? []
	if (whole === undefined) return fail({ reason: 'cut-off', message: 'the sentence has no check sum, or is too long' })
	if (checksumOf(body) !== Number.parseInt(String(sum), 16))
		return fail({ reason: 'bad-checksum', message: 'the check sum of the sentence is wrong' })
	const tag = readTags(prefix)
	if (!tag.ok) return tag
	const heard = { tag: tag.value, at: tag.value.at ?? loggedAround(prefix, text.slice(whole.length)) }
	return sentenceOf(body, { ...heard, raw: `${prefix}${whole}` })
}

function loggedAround(prefix: string, suffix: string): number | undefined {
	return loggedBefore(prefix) ?? loggedBehind(suffix)
}

/** What others have sent, and what the receiver's own ship has. */
const FORMATTERS: ReadonlySet<unknown> = new Set(['VDM', 'VDO'])

type Around = { readonly tag: Tag; readonly at: number | undefined; readonly raw: string }

/** Number of sentences, number of this one, sequence, channel, payload, fill bits. */
const FIELDS = /^[A-Z]{5},([1-9]),([1-9]),([^,]*),([^,]*),([^,]*),([0-5]?)$/

function sentenceOf(body: string, { tag, at, raw }: Around): Result<LinePart, AisFault> {
	const fields = FIELDS.exec(body)
	if (!fields) return fail({ reason: 'bad-fields', message: 'the sentence does not have the fields of a VDM sentence' })
	const [, total, number, sequence = '', channel = '', payload = '', fill] = fields
	if (Number(number) > Number(total))
		return fail({ reason: 'bad-fields', message: 'the number of the sentence is higher than their count' })
	const key = `${String(total)} ${sequence} ${channel} ${originOf(tag)}`
	const heard = at === undefined ? {} : { at }
	return ok({
		type: 'sentence',
		sentence: { total: Number(total), number: Number(number), key, payload, fill: Number(fill), ...heard, raw },
	})
}

/** Only the first sentence of a group names the receiver. */
function originOf({ group, source = '' }: Tag): string {
	return group === undefined ? `s ${source}` : `g ${group}`
}
