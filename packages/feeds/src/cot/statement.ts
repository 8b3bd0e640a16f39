import { line } from '../text.ts'
import { areaOf } from './area.ts'
import type { CotContext, CotStatement } from './context.ts'
import { deletionOf } from './deletion.ts'
import type { CotEvent } from './event.ts'
import { movingOf } from './moving.ts'
import { casualtyOf, chatOf, emergencyOf } from './told.ts'
import { meaningOf } from './types.ts'
import type { Meaning } from './types.ts'

const BY_MEANING: Readonly<Record<Meaning, (event: CotEvent, context: CotContext) => CotStatement>> = {
	unit: (event, context) => movingOf(event, context, 'unit'),
	track: (event, context) => movingOf(event, context, 'track'),
	marker: (event, context) => areaOf(event, context, 'marker'),
	route: (event, context) => areaOf(event, context, 'route'),
	shape: (event, context) => areaOf(event, context, 'shape'),
	chat: chatOf,
	emergency: emergencyOf,
	casualty: casualtyOf,
	delete: deletionOf,
	protocol: () => ({ faults: [] }),
}

/** What one message says in our words, as far as its type means anything here. */
export function statementOf(event: CotEvent, context: CotContext): CotStatement {
	const meaning = meaningOf(event.type)
	if (meaning !== undefined) return BY_MEANING[meaning](event, context)
	const message = `messages of type ${line(event.type, 60) ?? ''} are not taken in`
	return { faults: [{ reason: 'not-mapped', message, path: 'event.type' }] }
}
