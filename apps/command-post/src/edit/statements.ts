import { geometryOf } from '@lagebild/map/edit/sketch.ts'
import type { Row } from '@lagebild/model/row.ts'

import { creating, ending, ownId, stating } from '../api/statements.ts'
import type { Statement } from '../api/statements.ts'
import { changesOf, isMoved, payloadOf } from './draft.ts'
import type { EditDraft } from './draft.ts'
import type { Clock } from './values.ts'

/** What the form says: nothing when nothing was changed. A section that was outlined brings its outline as an area that is about it. */
export function statementsOf(draft: EditDraft, source: string, clock: Clock): readonly Statement[] {
	if (draft.kind === 'section') return sectionStatements(draft, source, clock)
	if (draft.entity === undefined) {
		const geometry = geometryOf(draft.sketch.now)
		const entity = ownId(draft.kind, source)
		return [creating({ kind: draft.kind, entity, payload: payloadOf(draft, clock), ...(geometry && { geometry }) })]
	}
	const payload = changesOf(draft, clock)
	const geometry = isMoved(draft) ? geometryOf(draft.sketch.now) : undefined
	if (Object.keys(payload).length === 0 && !geometry) return []
	return [stating({ kind: draft.kind, entity: draft.entity, payload, ...(geometry && { geometry }) })]
}

function sectionStatements(draft: EditDraft, source: string, clock: Clock): readonly Statement[] {
	const entity = draft.entity ?? ownId('section', source)
	const payload = draft.entity === undefined ? payloadOf(draft, clock) : changesOf(draft, clock)
	const outline = geometryOf(draft.sketch.now)
	const said = { kind: 'section', entity, payload } as const
	const section = draft.entity === undefined ? [creating(said)] : Object.keys(payload).length > 0 ? [stating(said)] : []
	if (!outline) return section
	const area = creating({
		kind: 'area',
		entity: ownId('area', source),
		payload: { name: outlineName(draft), role: 'section' },
		links: [{ rel: 'about', to: entity }],
		geometry: outline,
	})
	return [...section, area]
}

function outlineName({ fields }: EditDraft): string {
	return [fields['number'], fields['name']]
		.map((text) => text?.trim() ?? '')
		.filter(Boolean)
		.join(' ')
}

/** It is over: it stays in the history. */
export function endingOf({ kind, id }: Row): Statement {
	return ending({ kind, entity: id })
}
