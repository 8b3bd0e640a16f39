import { store } from '../state/store.ts'
import { isBlank, readDraft } from './draft.ts'
import type { OrderDraft } from './draft.ts'

/** What somebody began to write stays theirs: under the credential, in this browser, by operation. */
function keyOf(operation: string): string | undefined {
	const { session } = store.getState()
	return session.state === 'in' ? `lagebild.order-draft.${session.grant.credential}.${operation}` : undefined
}

export function keptDraft(operation: string): OrderDraft {
	const key = keyOf(operation)
	return readDraft(key === undefined ? null : localStorage.getItem(key))
}

export function keepDraft(operation: string, draft: OrderDraft | undefined): void {
	const key = keyOf(operation)
	if (key === undefined) return
	if (draft === undefined || isBlank(draft)) localStorage.removeItem(key)
	else localStorage.setItem(key, JSON.stringify(draft))
}
