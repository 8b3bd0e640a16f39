import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

import type { Box, Geometry } from '@lagebild/model/geo.ts'
import { boundsOf } from '@lagebild/model/geo.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { featureOf } from '@lagebild/picture/feature.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { idAt, measuredAt } from '@lagebild/picture/read.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'

import { collect, readAll } from '../../core/collect.ts'
import type { Erased } from '../../folded.ts'
import type { Known } from '../../past.ts'
import type { RunningOperation } from '../../running.ts'
import { isRestricted } from './audit.ts'
import { mayReadEntity, readableRow } from './readable.ts'
import type { ReaderNow } from './readable.ts'

/** A row with the measured part beside it, and the operation that holds it: an operation shows its bases' entities too. */
export type PictureEntity = Row & { readonly measured?: MeasuredRow; readonly operation: string }

export type Source = Known & { readonly from: RunningOperation }

type Head = {
	readonly operation: string
	readonly status: string
	readonly seq: number
	readonly at: string
	readonly bases: Readonly<Record<string, number>>
	/** By operation, what the journal no longer says: `entries` bodies were erased before this was folded, the newest recorded at `until`. */
	readonly erased?: Readonly<Record<string, { readonly entries: number; readonly until: string }>>
}

export type PictureText = {
	readonly text: Buffer
	/** Once for everybody who gets it. */
	readonly gzipped: () => Promise<Buffer>
	readonly seq: number
	readonly restricted: boolean
}

type Wish = { readonly at?: Instant | undefined; readonly bbox?: Box | undefined; readonly kinds?: readonly EntityKind[] | undefined }

type Writing = {
	readonly parts: readonly [Source, ...Source[]]
	readonly query: Wish
	readonly reader: ReaderNow
	readonly geojson: boolean
	readonly policy: StandingPolicy
	/** Told when the first of them is read: what is said there from then on is missing. */
	readonly read: () => void
}

/** Rows that are written in one go: some 2 ms. */
const WRITTEN = 128
const compress = promisify(gzip)

/** S6: each operation as it is at one seq, in pieces of some milliseconds. */
export function* writePicture({ parts, query, reader, geojson, policy, read }: Writing): Generator<undefined, PictureText> {
	const shown: { readonly entities: readonly PictureEntity[]; readonly seq: number }[] = []
	for (const source of parts) {
		const entities = yield* entitiesOf({ ...source, query, reader })
		shown.push({ entities, seq: headOf(source.picture) })
		if (shown.length === 1) read()
	}
	const head = headFor(parts, { seqs: shown.map(({ seq }) => seq), at: query.at ?? reader.now })
	const entities = shown.flatMap((one) => one.entities)
	const asFeature = (entity: PictureEntity): object => featureOf(entity, policy, Date.parse(head.at))
	const text = yield* textOf(head, entities, geojson ? asFeature : undefined)
	let gzipped: Promise<Buffer> | undefined
	return { text, gzipped: () => (gzipped ??= compress(text)), seq: head.seq, restricted: entities.some(isRestricted) }
}

type Place = { readonly seqs: readonly number[]; readonly at: Instant }

function headFor([own, ...bases]: Writing['parts'], { seqs: [seq = 0, ...seqs], at }: Place): Head {
	const { id, status } = own.from.operation
	return {
		operation: id,
		status,
		seq,
		at: iso(at),
		bases: Object.fromEntries(bases.map(({ from }, i) => [from.operation.id, seqs[i] ?? 0])),
		...erasedIn([own, ...bases]),
	}
}

function* textOf(
	head: Head,
	entities: readonly PictureEntity[],
	asFeature: ((entity: PictureEntity) => object) | undefined,
): Generator<undefined, Buffer> {
	const begin = JSON.stringify(asFeature ? { type: 'FeatureCollection', ...head } : head).slice(0, -1)
	const texts = [Buffer.from(`${begin},"${asFeature ? 'features' : 'entities'}":[`)]
	for (let from = 0; from < entities.length; from += WRITTEN) {
		const some = entities.slice(from, from + WRITTEN)
		const text = JSON.stringify(asFeature ? some.map(asFeature) : some).slice(1, -1)
		texts.push(Buffer.from(from > 0 ? `,${text}` : text))
		yield
	}
	return Buffer.concat([...texts, Buffer.from(']}')])
}

export function erasedIn(sources: readonly Source[]): Pick<Head, 'erased'> {
	const gone = sources.flatMap(({ from, erased }) => (erased ? [[from.operation.id, said(erased)] as const] : []))
	return gone.length > 0 ? { erased: Object.fromEntries(gone) } : {}
}

function said({ entries, until }: Erased): { readonly entries: number; readonly until: string } {
	return { entries, until: iso(until) }
}

type Part = Source & { readonly query: Wish; readonly reader: ReaderNow }

/** What this reader may see of one operation's picture. */
export function* entitiesOf({ from, picture, query, reader }: Part): Generator<undefined, readonly PictureEntity[]> {
	return yield* readFrom({ from, picture }, (index) => {
		if (!mayReadEntity(reader, from.picture, idAt(picture, index))) return undefined
		const row = readableRow(reader, { picture, present: from.picture }, index)
		if (!row || !wanted(row.kind, query.kinds)) return undefined
		const measured = measuredAt(picture, index)
		if (query.bbox && !touches(query.bbox, row.geometry, measured)) return undefined
		return { ...row, ...(measured && { measured }), operation: from.operation.id }
	})
}

/** Of the present, what changes while it is read is read again; nothing changes the past. */
export function* readFrom<T extends { readonly v: number }>(
	{ from, picture }: Pick<Source, 'from' | 'picture'>,
	read: (index: number) => T | undefined,
): Generator<undefined, readonly T[]> {
	const { hub } = from
	if (picture === hub.picture) return (yield* collect(hub, read)).rows
	const found = yield* readAll({ picture, piece: hub.piece }, read)
	return found.filter((row) => row !== undefined)
}

function wanted(kind: EntityKind, kinds: readonly EntityKind[] | undefined): boolean {
	return kinds?.includes(kind) ?? true
}

/** By its measured position, or by the box around its shape. */
export function touches(box: Box, geometry: Geometry | undefined, measured: MeasuredRow | undefined): boolean {
	if (measured?.position) return overlaps(box, [measured.position.lng, measured.position.lat, measured.position.lng, measured.position.lat])
	return geometry !== undefined && overlaps(box, boundsOf(geometry))
}

function overlaps(a: Box, b: Box): boolean {
	return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]
}
