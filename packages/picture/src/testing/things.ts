import type { StatementEvent } from '@lagebild/model/event.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'

import { measuredAt, rowAt, size } from '../read.ts'
import type { Standable } from '../standing.ts'
import { journal, statement } from './entries.ts'
import { fold } from './fold.ts'

export type More = Partial<Pick<Row, 'life' | 'at' | 'fieldAt' | 'validity'>> & { readonly links?: readonly (readonly [string, string])[] }

/** Rows as a picture shows them, for what is derived from rows alone. What `More` names is set on the finished row, but for links. */
export class Things {
	readonly #said: StatementEvent[] = []
	readonly #more = new Map<EntityId, Partial<Row>>()

	add(id: string, fields: object, { links = [], ...more }: More = {}): this {
		const payload: unknown = JSON.parse(JSON.stringify(fields))
		const rest = { payload, links: links.map(([rel, to]) => ({ rel, to })) }
		this.#said.push(statement({ op: 'upsert', entity: id, id: this.#said.length + 1, at: 1_000, with: rest }))
		this.#more.set(EntityId.parse(id), more)
		return this
	}

	all(): readonly Standable[] {
		const picture = fold(journal(...this.#said))
		return Array.from({ length: size(picture) }).flatMap((_, index) => {
			const [row, measured] = [rowAt(picture, index), measuredAt(picture, index)]
			return row ? [{ row: { ...row, ...pick(this.#more.get(row.id)) }, ...(measured && { measured }) }] : []
		})
	}
}

function pick({ life, at, fieldAt, validity }: Partial<Row> = {}): Partial<Pick<Row, 'life' | 'at' | 'fieldAt' | 'validity'>> {
	return { ...(life && { life }), ...(at !== undefined && { at }), ...(fieldAt && { fieldAt }), ...(validity && { validity }) }
}
