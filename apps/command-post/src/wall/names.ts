import type { GateMark } from '@lagebild/ui/gate-glyph.tsx'

import type { GateView } from '../select/gates.ts'

/** Names of the gates that are taken for this, without the word that all of them begin with. */
export function namesIn(gates: readonly GateView[], state: GateMark): string {
	return gates
		.filter(({ differ, reckoned }) => (differ ? 'conflict' : reckoned) === state)
		.map(({ row }) => (row.fields.name ?? row.id).replace(/^(?:Tor|Fluttor|Flutschutztor) /, ''))
		.join(', ')
}
