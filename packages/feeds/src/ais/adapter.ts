import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception } from '../adapter.ts'
import { isObject, readJson } from '../json.ts'
import { rejected } from '../parsed.ts'
import { line, rawBytes, rawOf } from '../text.ts'
import { Assembler } from './assemble.ts'
import type { Whole } from './assemble.ts'
import { decodeMessage, isUsed } from './decode.ts'
import { AisDocument } from './document.ts'
import { aisFramer } from './frame.ts'
import { AisOptions } from './options.ts'
import { partsOfLine } from './sentence.ts'
import type { LinePart } from './sentence.ts'
import { SixBits, sextetsOf } from './six-bit.ts'
import { readEnvelope } from './stream.ts'

const EVERY_MS = 10_000
const SILENT_MS = 180_000

export const ais = defineAdapter<AisOptions>({
	name: 'ais',
	standard:
		'AIS: ITU-R M.1371-5 in NMEA 0183 sentences (IEC 61162-1, -450), https://www.itu.int/rec/R-REC-M.1371; aisstream.io version 0, https://aisstream.io/documentation',
	options: AisOptions,
	describe: ({ thinSeconds }) => ({
		mode: 'delta',
		everyMs: EVERY_MS,
		silentMs: SILENT_MS,
		key: 'MMSI',
		version: 'UTC second of the message in the minute in which it was heard',
		endRule: 'never; a ship that is not heard goes stale after 3 to 10 minutes',
		geometryFrom: 'position reports, without those that say "unknown" (91, 181)',
		thinMs: thinSeconds * 1_000,
		repeats: true,
	}),
	documents: (url) => [{ url, document: 'sentences' }],
	frame: aisFramer,
	gathers: true,
	parse,
})

const MAX_DOCUMENT_BYTES = 50_000_000

function parse(message: Uint8Array, reception: Reception, options: AisOptions): Parsed {
	if (message.length > MAX_DOCUMENT_BYTES) {
		const text = `the document has ${message.length} bytes; the limit is ${MAX_DOCUMENT_BYTES}`
		return rejected({ reason: 'too-large', message: text, raw: rawBytes(message) })
	}
	const document = new AisDocument(reception, options)
	const text = new TextDecoder().decode(message)
	if (isOneValue(text)) readWhole(message, document)
	else readLines(text, document)
	return document.parsed()
}

/** An array of envelopes, or one that is written over several lines. */
function isOneValue(text: string): boolean {
	const [first = ''] = /\S[^\r\n]*/.exec(text) ?? []
	return first.startsWith('[{') || first.trim() === '[' || first.trim() === '{'
}

function readWhole(message: Uint8Array, document: AisDocument): void {
	const read = readJson(message)
	if (!read.ok) {
		document.refuse(read.fault, read.fault.raw)
		return
	}
	for (const item of Array.isArray(read.value) ? read.value : [read.value]) takeEnvelope(item, document)
}

function readLines(text: string, document: AisDocument): void {
	const assembler = new Assembler()
	for (const one of text.split(/\r\n|\n|\r/)) {
		if (/^\s*\{/.test(one)) readObject(one, document)
		else for (const part of partsOfLine(one)) takePart(part, assembler, document)
	}
	for (const given of assembler.rest()) giveUp(given, document)
}

function readObject(text: string, document: AisDocument): void {
	const read = readJson(new TextEncoder().encode(text))
	if (read.ok) takeEnvelope(read.value, document)
	else document.refuse(read.fault, text)
}

function takeEnvelope(value: unknown, document: AisDocument): void {
	const read = readEnvelope(value)
	const raw = isObject(value) ? JSON.stringify(value) : rawOf(value)
	if (!read.ok) document.refuse(read.fault, raw)
	else if (read.value.type === 'unused') document.pass(read.value.what)
	else {
		const { message, at, shipName } = read.value
		const known = line(shipName)
		document.take({ message, heard: at, raw })
		if (known !== undefined && message.facts?.['name'] === undefined) {
			document.take({ message: { type: message.type, mmsi: message.mmsi, facts: { name: known } }, heard: at, raw })
		}
	}
}

function takePart(part: LinePart, assembler: Assembler, document: AisDocument): void {
	if (part.type === 'fault') document.refuse(part.fault, part.raw)
	else if (part.type === 'unused') document.pass(part.what)
	else {
		const { whole, given } = assembler.add(part.sentence)
		for (const one of given) giveUp(one, document)
		if (whole) takeMessage(whole, document)
	}
}

function giveUp(parts: Whole, document: AisDocument): void {
	const message = `only ${parts.length} of the ${parts[0]?.total ?? 0} sentences of the message came`
	document.refuse({ reason: 'incomplete', message }, rawIn(parts))
}

function rawIn(whole: Whole): string {
	return whole.map(({ raw }) => raw).join('\n')
}

function takeMessage(whole: Whole, document: AisDocument): void {
	const sextets = sextetsOf(whole.map(({ payload }) => payload).join(''))
	if (!sextets || sextets.length === 0) {
		document.refuse(
			{ reason: 'bad-payload', message: 'the payload holds other characters than those of the six-bit alphabet, or none' },
			rawIn(whole),
		)
		return
	}
	const bits = new SixBits(sextets, whole.at(-1)?.fill ?? 0)
	const type = bits.unsigned(0, 6)
	if (!isUsed(type)) {
		document.pass(`type ${type}`)
		return
	}
	const decoded = decodeMessage(bits)
	if (!decoded.ok) document.refuse(decoded.fault, rawIn(whole))
	else document.take({ message: decoded.value, heard: whole.find(({ at }) => at !== undefined)?.at, raw: rawIn(whole) })
}
