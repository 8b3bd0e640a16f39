import type { Refusal } from '../api/operations.ts'
import { say } from '../api/say.ts'
import { stating } from '../api/statements.ts'
import type { AlarmView } from '../select/alarms.ts'
import { store } from '../state/store.ts'
import { acknowledgement } from './acknowledgement.ts'

/** Said like everything else: without a connection it waits, and is shown as waiting. */
export async function acknowledge({ id, operation }: AlarmView): Promise<Refusal> {
	const { session, operations } = store.getState()
	if (session.state !== 'in') return 'unreachable'
	const functions = operations.find((one) => one.id === operation)?.functions ?? []
	const acknowledged = acknowledgement(session.grant, functions)
	return say(operation, [stating({ kind: 'alarm', entity: id, payload: { acknowledged } })])
}
