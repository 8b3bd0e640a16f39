import type { EntityId } from '@lagebild/model/ids.ts'

import { line } from '../text.ts'
import { common, entityOf } from './context.ts'
import type { CotContext, CotStatement } from './context.ts'
import { childOf } from './event.ts'
import type { CotEvent } from './event.ts'
import { extOf } from './ext.ts'

const KINDS = ['unit', 'track', 'message', 'alarm', 'incident', 'area'] as const

/** A source deletes what it has told itself, and nothing else: `link` often does not say of which type it was. */
export function deletionOf(event: CotEvent, context: CotContext): CotStatement {
	const { uid, type = '' } = childOf(event.detail, 'link')?.attributes ?? {}
	if (uid === undefined)
		return { faults: [{ reason: 'missing-link', message: 'the message does not say what it deletes', path: 'detail.link' }] }
	const entity = context.known(uid) ?? entityOf(uid, type, context)
	const kind = entity && kindOf(entity, context)
	if (!entity || !kind) {
		const message = `"${line(uid, 100) ?? ''}" is nothing that this source has told`
		return { faults: [{ reason: 'unknown-uid', message, path: 'detail.link.uid' }] }
	}
	return { statement: { ...common(event, entity), kind, op: 'cancel', ext: { cot: extOf(event, false) } }, faults: [] }
}

/** Undefined for what belongs to somebody else. */
function kindOf(entity: EntityId, { feed }: CotContext): (typeof KINDS)[number] | undefined {
	return KINDS.find((kind) => entity.startsWith(`${kind}:${feed}:`))
}
