import type { RowOf } from '@lagebild/model/row.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { idAt, rowAt, size } from '@lagebild/picture/read.ts'

/** Every source of a picture that is one itself. */
export function feedRows(picture: Picture): readonly RowOf<'feed'>[] {
	const rows: RowOf<'feed'>[] = []
	for (let index = 0; index < size(picture); index++) {
		const row = idAt(picture, index).startsWith('feed:') ? rowAt(picture, index) : undefined
		if (row?.kind === 'feed') rows.push(row)
	}
	return rows
}
