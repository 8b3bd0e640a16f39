import { folded } from '@lagebild/feeds/master-data/words.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'

/** Finds a section by what a list calls it: `EA 2`, `2` or its name. A word that two sections answer to finds none. */
export type SectionIndex = { readonly find: (text: string) => EntityId | undefined }

export type NamedSection = { readonly id: EntityId; readonly number: string | undefined; readonly name: string | undefined }

export function sectionIndex(sections: Iterable<NamedSection>): SectionIndex {
	const byNumber = new Map<string, Set<EntityId>>()
	const byName = new Map<string, Set<EntityId>>()
	for (const { id, number, name } of sections) {
		if (number !== undefined) for (const word of new Set([folded(number), bare(number)])) add(byNumber, word, id)
		if (name !== undefined) add(byName, folded(name), id)
	}
	return { find: (text) => only(byNumber.get(folded(text))) ?? only(byNumber.get(bare(text))) ?? only(byName.get(folded(text))) }
}

/** `EA 2.1` and `2.1` are one number. */
function bare(number: string): string {
	const figures = number.replaceAll(/[^\d.,-]/g, '')
	return figures === '' ? folded(number) : figures
}

function add(index: Map<string, Set<EntityId>>, word: string, id: EntityId): void {
	if (word === '') return
	const known = index.get(word)
	if (known) known.add(id)
	else index.set(word, new Set([id]))
}

function only(ids: ReadonlySet<EntityId> | undefined): EntityId | undefined {
	const [first, ...more] = ids ?? []
	return more.length === 0 ? first : undefined
}

export function namedSection(row: Row): NamedSection | undefined {
	if (row.kind !== 'section' || row.life !== 'live') return undefined
	return { id: row.id, number: row.fields.number ?? undefined, name: row.fields.name ?? undefined }
}
