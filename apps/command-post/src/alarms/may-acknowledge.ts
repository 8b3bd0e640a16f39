import { mayDo } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'

/** Who may say something of alarms; a narrower grant is the hub's to refuse. */
export function mayAcknowledge({ role }: Pick<Grant, 'role'>): boolean {
	return mayDo(role, 'alarm', 'patch')
}
