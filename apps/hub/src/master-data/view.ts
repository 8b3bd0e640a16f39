import { listOf } from '@lagebild/feeds/master-data/lists.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { MasterDataList } from '@lagebild/model/master-data.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import type { Row } from '@lagebild/model/row.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { idAt, indexOf, rowAt, size } from '@lagebild/picture/read.ts'
import { wordsOf } from '@lagebild/picture/said.ts'
import type { SourceWords } from '@lagebild/picture/said.ts'

import { isHidden, mayReadEntity } from '../io/http/readable.ts'
import type { ReaderNow } from '../io/http/readable.ts'
import { namedSection } from './sections.ts'
import type { NamedSection } from './sections.ts'

/** The picture as one person sees it: what is hidden from them is not there. */
export type PersonsView = { readonly picture: Picture; readonly reader: ReaderNow }

/** A thing that earlier imports brought, with what they said. */
export type Brought = { readonly row: Row; readonly words: SourceWords }

export function rowOf({ picture, reader }: PersonsView, id: EntityId): Row | undefined {
	const index = indexOf(picture, id)
	return index !== undefined && mayReadEntity(reader, picture, id) ? rowAt(picture, index) : undefined
}

/** It is there, and this person may not see it: nobody writes over what they cannot see. */
export function isHiddenFrom({ picture, reader }: PersonsView, id: EntityId): boolean {
	return isHidden(reader, picture, id)
}

export function broughtOf(view: PersonsView, id: EntityId): Brought | undefined {
	const row = rowOf(view, id)
	const words = row && wordsOf(view.picture, id, MASTER_DATA_SOURCE)
	return row && words && { row, words }
}

/** Everything that earlier imports of a list brought and that is not over. */
export function broughtBy(view: PersonsView, list: MasterDataList): readonly Brought[] {
	const { kind, prefix } = listOf(list)
	const begin = `${kind}:${MASTER_DATA_SOURCE}:${prefix === '' ? '' : `${prefix}.`}`
	const brought: Brought[] = []
	for (let index = 0; index < size(view.picture); index++) {
		const id = idAt(view.picture, index)
		const found = id.startsWith(begin) ? broughtOf(view, id) : undefined
		if (found && !found.words.ended && found.row.life === 'live') brought.push(found)
	}
	return brought
}

export function sectionsIn(view: PersonsView): readonly NamedSection[] {
	const sections: NamedSection[] = []
	for (let index = 0; index < size(view.picture); index++) {
		const id = idAt(view.picture, index)
		const row = id.startsWith('section:') ? rowOf(view, id) : undefined
		const named = row && namedSection(row)
		if (named) sections.push(named)
	}
	return sections
}
