import type { EntityId } from '@lagebild/model/ids.ts'

import { defineAdapter } from '../adapter.ts'
import type { Listing, Parsed, Reception, Reject } from '../adapter.ts'
import { alertEntity, parseAlert } from '../cap/alert.ts'
import type { AlertReading } from '../cap/alert.ts'
import { alertsIn } from '../cap/envelope.ts'
import { GERMANY } from '../cap/options.ts'
import { joined, rejected } from '../parsed.ts'
import { rawBytes } from '../text.ts'
import { readXml } from '../xml/read.ts'
import { isZip, readZip } from '../zip/read.ts'
import { DwdOptions } from './options.ts'
import { profileOf } from './profile.ts'

export const dwd = defineAdapter<DwdOptions>({
	name: 'dwd',
	standard:
		'CAP-DWD profile 2.1 of OASIS CAP 1.2 in zip archives, https://www.dwd.de/DE/leistungen/opendata/help/warnungen/cap_dwd_profile_de_pdf.pdf',
	options: DwdOptions,
	describe: ({ mode }) => ({
		mode,
		everyMs: 10 * 60_000,
		silentMs: 30 * 60_000,
		key: 'identifier',
		version: 'sent and content',
		endRule: mode === 'full' ? 'absence from the newest archive, expires, Cancel or Update' : 'expires, Cancel or Update',
		geometryFrom: 'polygon, less EXCLUDE_POLYGON; areas that give WARNCELLID only have no geometry',
	}),
	documents: (url) => [{ url, document: 'archive' }],
	parse,
})

const FILE = { bytes: 5_000_000, nodes: 200_000 }
const ARCHIVE = { files: 5_000, fileBytes: FILE.bytes, bytes: 64_000_000 }

function parse(message: Uint8Array, reception: Reception, options: DwdOptions): Parsed {
	const { feed } = reception
	const expected = { box: options.within ?? GERMANY, certain: true }
	const reading: AlertReading = { feed, languages: options.languages, expected, profile: profileOf }
	if (!isZip(message)) return fileParsed(message, reading).parsed
	const files = readZip(message, ARCHIVE, (name) => /\.xml$/i.test(name))
	if (!files.ok) return rejected(files.fault)
	const parts = files.value.map((file) => ('bytes' in file ? fileParsed(file.bytes, reading) : unknown(file.reject)))
	const parsed = joined(parts.map((part) => part.parsed))
	return options.mode === 'delta' || isChanges(reception.url) ? parsed : { ...parsed, listing: listingOf(parts, reception) }
}

/** One file and the warnings that it names; undefined stands for what nobody can identify. */
type FileParsed = { readonly parsed: Parsed; readonly entities: readonly (EntityId | undefined)[] }

function fileParsed(bytes: Uint8Array, reading: AlertReading): FileParsed {
	const read = readXml(bytes, FILE)
	if (!read.ok) return unknown(read.fault)
	const alerts = alertsIn(read.value)
	if (alerts.length === 0) {
		return unknown({ reason: 'not-dwd', message: 'the document is neither a zip archive nor a CAP message', raw: rawBytes(bytes) })
	}
	return {
		parsed: joined(alerts.map(({ alert, envelope }) => parseAlert(alert, { ...reading, envelope }))),
		entities: alerts.map(({ alert }) => alertEntity(alert, reading)),
	}
}

function unknown(reject: Reject): FileParsed {
	return { parsed: rejected(reject), entities: [undefined] }
}

/** What is refused but identified is there: only what nobody can identify makes the archive incomplete. */
function listingOf(parts: readonly FileParsed[], { received }: Reception): Listing {
	const entities = parts.flatMap((part) => part.entities)
	const ids = new Set(entities.filter((id) => id !== undefined))
	return { listTime: received, complete: entities.every((id) => id !== undefined), ids: [...ids] }
}

/** An archive of changes lists the changed ones only, whatever the option says. */
function isChanges(url: string | undefined): boolean {
	return /_DIFF[_/]/.test(url ?? '')
}
