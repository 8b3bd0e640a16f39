import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { readIso } from '@lagebild/model/time.ts'

import { isOpen, newestSaid } from '../status/standing.ts'

export type CrewNow = { readonly leader?: string; readonly since?: number }

/** Who leads the unit since when: as this device has said it, also while no hub has heard it, else as the picture has it. */
export function crewNow(unit: RowOf<'unit'>, said: readonly Shown[]): CrewNow {
	const [leader, since] = [unit.fields.leader, unit.fields.since].map((held, index) => {
		const own = newestSaid(said, unit.id, index === 0 ? 'leader' : 'since')
		return own && isOpen(own.item) ? own.value : held
	})
	const at = typeof since === 'string' ? readIso(since) : undefined
	return { ...(typeof leader === 'string' && leader !== '' && { leader }), ...(at !== undefined && { since: at }) }
}
