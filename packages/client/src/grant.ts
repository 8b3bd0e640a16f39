import type { ClientUpdate } from './client.ts'
import type { SessionEvent } from './session.ts'

/** Whether the hub says by this that the credential of the connection holds no longer, here or anywhere. */
export function grantAfter(event: SessionEvent): ClientUpdate['grant'] {
	if (event.type === 'rejected') return event.fault.fault === 'unauthenticated' ? 'gone' : undefined
	if (event.type !== 'bye') return undefined
	return event.message.why === 'grant' || event.message.why === 'expired' ? 'gone' : undefined
}
