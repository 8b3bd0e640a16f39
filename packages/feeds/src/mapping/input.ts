import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Reject } from '../adapter.ts'
import { readJson } from '../json.ts'
import { decodeText } from '../master-data/decode.ts'
import { readTable } from '../master-data/table.ts'
import { rawBytes } from '../text.ts'
import { readXml } from '../xml/read.ts'
import type { XmlElement } from '../xml/tree.ts'
import type { Mapping } from './definition.ts'

const MAX_BYTES = 5_000_000
const MAX_NODES = 100_000
/** Rows of a table, and items of any document. */
export const MAX_ITEMS = 20_000

/** A document as one value that expressions can walk. */
export function readInput(bytes: Uint8Array, input: Mapping['input']): Result<unknown, Reject> {
	switch (input) {
		case 'json':
			return readJson(bytes)
		case 'xml':
			return readXmlValue(bytes)
		case 'csv':
			return readCsv(bytes)
	}
}

function readXmlValue(bytes: Uint8Array): Result<unknown, Reject> {
	const read = readXml(bytes, { bytes: MAX_BYTES, nodes: MAX_NODES })
	return read.ok ? ok(objectOf([[read.value.name, valueOf(read.value)]])) : read
}

/**
 * An element is an object of its children by local name, several of one name an array; attributes are `_name`, text beside either is `_`.
 * An element of nothing but text is that text.
 */
function valueOf(element: XmlElement): unknown {
	const text = element.text.trim()
	if (element.children.length === 0 && element.attributes.size === 0) return text
	const children = new Map<string, unknown[]>()
	for (const child of element.children) {
		const same = children.get(child.name)
		if (same) same.push(valueOf(child))
		else children.set(child.name, [valueOf(child)])
	}
	return objectOf([
		...[...element.attributes].map(([name, value]) => [`_${name}`, value] as const),
		...[...children].map(([name, values]) => [name, values.length === 1 ? values[0] : values] as const),
		...(text === '' ? [] : [['_', text] as const]),
	])
}

function objectOf(entries: readonly (readonly [string, unknown])[]): unknown {
	return Object.fromEntries(entries.filter(([name]) => name !== '__proto__'))
}

/** A table is an array of objects by the names in its header; every value is text, and an empty cell is none. */
function readCsv(bytes: Uint8Array): Result<unknown, Reject> {
	const refuse = (reason: string, message: string): Result<never, Reject> => fail({ reason, message, raw: rawBytes(bytes) })
	if (bytes.length > MAX_BYTES) return refuse('too-large', `the document has ${bytes.length} bytes; the limit is ${MAX_BYTES}`)
	const { text } = decodeText(bytes)
	if (/^\s*(?:<!doctype|<html|<\?xml)/i.test(text)) return refuse('not-csv', 'the document is a page of HTML or XML, not a table')
	const table = readTable(text.toWellFormed(), new Set(), MAX_ITEMS)
	if (!table.ok) return refuse('not-csv', table.fault.message)
	const { columns, records } = table.value
	if (records.length === 0 && columns.length < 2)
		return refuse('not-csv', 'the document has one column and no row: it is a text, not a table')
	return ok(
		records.map(({ cells }) =>
			objectOf(columns.flatMap((name, i) => ((cells[i] ?? '').trim() === '' ? [] : [[name, (cells[i] ?? '').trim()] as const]))),
		),
	)
}
