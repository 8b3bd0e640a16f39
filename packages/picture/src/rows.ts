import type { LinkRel } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Row } from '@lagebild/model/row.ts'

/** Rows that one viewer may see, by id, and that do not change any more. What is not in it does not exist here: nothing is derived from anything hidden. */
export type Rows = ReadonlyMap<EntityId, Row>

/** Neither over nor taken back: an ended section takes nobody any more. */
export function stands({ life }: Row): boolean {
	return life === 'live' || life === 'unconfirmed'
}

/** What a row says about its relation to visible things of a kind, the one that holds first. */
export function linkedTo(row: Row, rows: Rows, { rel, kind }: { readonly rel: LinkRel; readonly kind: EntityKind }): readonly Row[] {
	const ends = row.links?.filter((link) => link.rel === rel && !link.inbound) ?? []
	return ends.flatMap(({ to }) => {
		const end = rows.get(to)
		return end?.kind === kind ? [end] : []
	})
}

/** White space and case are no difference between two ways of writing a name. */
export function plain(text: string): string {
	return text.trim().replaceAll(/\s+/g, ' ').toLowerCase()
}
