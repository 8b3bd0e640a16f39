import { uuid7 } from '@lagebild/client/uuid7.ts'

import { writeDraft } from '../device/drafts.ts'
import type { Saying } from '../say/saying.ts'
import { operationOf } from '../state/clients.ts'
import { say, sayInstead } from '../state/sayings.ts'
import { store } from '../state/store.ts'
import type { ReportDraft } from './draft.ts'
import { reportSayings } from './sayings.ts'

/** Says it: what is there already in the operation that holds it, what is new in the one of this device. */
export async function sendReport(draft: ReportDraft, title: string): Promise<void> {
	const { door, picture, mending } = store.getState()
	if (door.state !== 'in') return
	const { id: device, unit, operation, name } = door.device
	const callsign = picture.unit?.fields.callsign ?? name
	const [report, ...others] = reportSayings(draft, { device, unit, callsign, title, native: uuid7(Date.now()) })
	if (!report) return
	const mended = mending && (await sayInstead(mending, report))
	const id = mended ?? (await sayOne(report, operation))
	if (id !== undefined) await writeDraft(id, draft).catch(() => undefined)
	for (const other of others) await sayOne(other, operation)
	store.setState({ mending: undefined, tab: 'outbox' })
}

async function sayOne(saying: Saying, own: string): Promise<string | undefined> {
	const operation = saying.op === 'patch' ? (operationOf(saying.entity) ?? own) : own
	const [id] = await say(operation, [saying])
	return id
}
