import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Writable } from 'node:stream'

import { openSource } from '@lagebild/backup/source.ts'
import type { Settings } from '@lagebild/config/read.ts'
import { entriesOf } from '@lagebild/journal/backup/entries.ts'
import type { BackupSource } from '@lagebild/journal/backup/port.ts'
import { openPhotos } from '@lagebild/journal/photos/open.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { instant, iso, readIso } from '@lagebild/model/time.ts'
import { featureOf } from '@lagebild/picture/feature.ts'
import { apply, createPicture, headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { measuredAt, rowAt, size } from '@lagebild/picture/read.ts'
import { policyOf } from '@lagebild/picture/standing.ts'

import { Refusal } from '../refusal.ts'
import { progressOf } from './progress.ts'

export type ExportWish = {
	readonly operation: string
	readonly format: string
	/** A seq, or a time with an offset; both ends included. */
	readonly from?: string | undefined
	readonly to?: string | undefined
	/** Folder for the photos of the operation, each under its digest. */
	readonly photos?: string | undefined
}

type Told = { readonly to: Writable; readonly err: (text: string) => void }

/** Everything of one operation, whoever may see it: whoever may read the data folder may. Also while the hub runs. */
export async function exportOperation(settings: Settings, wish: ExportWish, told: Told): Promise<void> {
	const from = boundOf('--from', wish.from)
	const to = boundOf('--to', wish.to)
	const source = await openSource(settings)
	try {
		const operation = await operationIn(source, wish.operation)
		const chosen = { source, operation, from, to, step: await stepOf(source, operation, told) }
		if (wish.format === 'ndjson') await writeLines(chosen, told.to)
		else if (wish.format === 'geojson') await writePicture(chosen, settings, told.to)
		else throw new Refusal(`--format is ndjson (the journal) or geojson (the picture), not "${wish.format}".`)
	} finally {
		await source.close()
	}
	if (wish.photos !== undefined) await writePhotos(settings, wish.operation, wish.photos)
}

async function writePhotos(settings: Settings, operation: string, folder: string): Promise<void> {
	const photos = await openPhotos(settings)
	try {
		mkdirSync(folder, { recursive: true, mode: 0o700 })
		const own = OperationId.parse(operation)
		for (const sha256 of await photos.before(own, instant(Number.MAX_SAFE_INTEGER))) {
			const found = await photos.find({ operation: own, sha256 })
			if (found) writeFileSync(path.join(folder, `${sha256}.${found.mediaType.slice('image/'.length)}`), found.bytes, { mode: 0o600 })
		}
	} finally {
		await photos.close()
	}
}

/** By seq, or by time of recording. */
type Bound = { readonly seq: number } | { readonly at: number }

function boundOf(option: string, text: string | undefined): Bound | undefined {
	if (text === undefined) return undefined
	if (/^[1-9]\d{0,14}$/.test(text)) return { seq: Number(text) }
	const at = readIso(text)
	if (at === undefined) throw new Refusal(`${option} is a number of an entry, or a time with an offset such as 2026-11-22T08:00:00+01:00.`)
	return { at }
}

async function operationIn(source: BackupSource, wanted: string): Promise<OperationId> {
	const operations = await source.operations()
	const found = operations.find((operation) => operation === wanted)
	if (found === undefined)
		throw new Refusal(
			`There is no operation "${wanted}". ${operations.length > 0 ? `There are ${operations.join(', ')}.` : 'There is none.'}`,
		)
	return found
}

async function stepOf(source: BackupSource, operation: OperationId, { err }: Told): Promise<(done: number) => void> {
	const of = await source.head(operation)
	const say = progressOf('Reading', err)
	return (done) => say({ operation, done, of: Math.max(of, done) })
}

type Chosen = {
	readonly source: BackupSource
	readonly operation: OperationId
	readonly from: Bound | undefined
	readonly to: Bound | undefined
	readonly step: (done: number) => void
}

function isBefore({ seq, recorded }: Entry, bound: Bound | undefined): boolean {
	return bound !== undefined && ('seq' in bound ? seq < bound.seq : recorded < bound.at)
}

function isAfter({ seq, recorded }: Entry, bound: Bound | undefined): boolean {
	return bound !== undefined && ('seq' in bound ? seq > bound.seq : recorded > bound.at)
}

/** Page by page, up to the end that was asked for. */
async function* chosenPages({ source, operation, to, step }: Chosen): AsyncGenerator<readonly Entry[]> {
	for await (const page of entriesOf(source, operation)) {
		const last = page.at(-1)
		const over = last !== undefined && isAfter(last, to)
		yield over ? page.filter((entry) => !isAfter(entry, to)) : page
		if (last) step(last.seq)
		if (over) return
	}
}

/** As `GET …/journal` gives it to somebody who may see everything. */
async function writeLines(chosen: Chosen, to: Writable): Promise<void> {
	for await (const page of chosenPages(chosen)) {
		const lines = page.filter((entry) => !isBefore(entry, chosen.from)).map((entry) => `${JSON.stringify(lineOf(entry))}\n`)
		if (!to.write(lines.join(''))) await once(to, 'drain')
	}
}

function lineOf({ body, recorded, ...place }: Entry): unknown {
	const { seq, ...chain } = place
	const said = body.type === 'event' ? { event: body.event } : body.type === 'batch' ? { batch: body.batch } : { erased: true }
	return { seq, recorded: iso(recorded), ...chain, ...said }
}

/** As `GET …/picture` gives it as GeoJSON, of this operation alone, as it was known at the end that was asked for. */
async function writePicture(chosen: Chosen, { standing }: Settings, to: Writable): Promise<void> {
	if (chosen.from) throw new Refusal('A picture has no beginning: --from goes with --format ndjson.')
	const { picture, at } = await pictureOf(chosen)
	const head = { type: 'FeatureCollection', operation: chosen.operation, seq: headOf(picture), at: iso(at) }
	to.write(`${JSON.stringify(head).slice(0, -1)},"features":[`)
	let comma = ''
	for (const entity of entitiesIn(picture)) {
		const text = `${comma}\n${JSON.stringify(featureOf(entity, policyOf(standing), at))}`
		comma = ','
		if (!to.write(text)) await once(to, 'drain')
	}
	to.write('\n]}\n')
}

/** `at`: the moment that it shows. */
async function pictureOf(chosen: Chosen): Promise<{ readonly picture: Picture; readonly at: number }> {
	const picture = createPicture()
	let recorded = 0
	for await (const page of chosenPages(chosen)) {
		for (const entry of page) apply(picture, entry)
		recorded = page.at(-1)?.recorded ?? recorded
	}
	if (!chosen.to) return { picture, at: Date.now() }
	return { picture, at: 'at' in chosen.to ? chosen.to.at : recorded }
}

function* entitiesIn(picture: Picture): Generator<Parameters<typeof featureOf>[0]> {
	for (let index = 0; index < size(picture); index++) {
		const row = rowAt(picture, index)
		const measured = measuredAt(picture, index)
		if (row) yield { ...row, ...(measured && { measured }) }
	}
}
