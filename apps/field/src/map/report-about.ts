import type { Position } from '@lagebild/model/geo.ts'
import type { Row } from '@lagebild/model/row.ts'

import type { Place, ReportDraft } from '../report/draft.ts'

/** A report begun about a thing of the map: what is known of it need not be entered again. */
export function draftAbout(row: Row, name: string, position: Position): ReportDraft {
	const place: Place = { position, from: 'typed' }
	const about = { text: `${name}: `, place }
	if (row.kind === 'closure') return { type: 'road', text: row.fields.road ?? '', place }
	if (row.kind !== 'facility') return about
	const asset = { id: row.id, name: row.fields.name ?? row.id }
	if (row.fields.type === 'gate') return { type: 'gate', asset, text: '' }
	return row.fields.type === 'dike-section' ? { type: 'seepage', asset, text: '', place } : about
}
