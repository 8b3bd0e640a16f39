import type { Link } from '@lagebild/model/event.ts'
import type { Submission } from '@lagebild/model/event.ts'
import type { Geometry } from '@lagebild/model/geo.ts'
import type { EntityId, EventId } from '@lagebild/model/ids.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import type { MasterDataList } from '@lagebild/model/master-data.ts'

import { contentHash, feedEventId } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import type { JsonValue } from '../json.ts'
import { listOf } from './lists.ts'

/** Where a statement comes from: the file, and the line in it. */
export type FileLine = { readonly file: string | undefined; readonly sha256: string; readonly line: number; readonly key: string }

type Payload = { readonly [field: string]: JsonValue }
type Said = { readonly entity: EntityId; readonly from: FileLine; readonly after: number; readonly links: readonly Link[] }

/**
 * `after` is the version that this follows (0: nothing is known). The id follows from content and version: the same import sent twice is
 * stored once, and an import that brings back what an earlier one said is a statement of its own.
 */
export function upsertOf(
	list: MasterDataList,
	said: Said & { readonly payload: Payload; readonly geometry: Geometry | undefined },
): Submission {
	const { kind } = listOf(list)
	return named(said, {
		...envelope(list, said),
		kind,
		op: 'upsert',
		payload: { ...said.payload },
		...(said.geometry && { geometry: said.geometry, geometrySource: 'given' as const }),
	})
}

/** `null` says that the file leaves a field empty that an earlier one filled. */
export function patchOf(
	list: MasterDataList,
	said: Said & { readonly payload: Payload; readonly geometry: Geometry | null | undefined },
): Submission {
	const { kind } = listOf(list)
	return named(said, {
		...envelope(list, said),
		kind,
		op: 'patch',
		...(Object.keys(said.payload).length > 0 && { payload: { ...said.payload } }),
		...(said.geometry !== undefined && { geometry: said.geometry }),
		...(said.geometry && { geometrySource: 'given' as const }),
	})
}

export function endOf(list: MasterDataList, said: Omit<Said, 'links'>): Submission {
	const { kind } = listOf(list)
	return named(said, { ...envelope(list, { ...said, links: [] }), kind, op: 'end' })
}

function envelope(list: MasterDataList, { entity, from, links }: Said) {
	const { file, sha256, line, key } = from
	return {
		entity,
		provenance: { ...(key !== '' && { externalId: key.slice(0, 1_000) }), version: sha256.slice(0, 16) },
		ext: { [MASTER_DATA_SOURCE]: { list, ...(line > 0 && { line }), ...(file !== undefined && { file }) } },
		...(links.length > 0 && { links: [...links] }),
	}
}

function named({ entity, after }: Pick<Said, 'entity' | 'after'>, statement: Unnamed): Submission {
	return { ...statement, id: masterDataEventId(entity, contentHash([statement, after])) }
}

export function masterDataEventId(native: string, content: string): EventId {
	return feedEventId(MASTER_DATA_SOURCE, native, content)
}
