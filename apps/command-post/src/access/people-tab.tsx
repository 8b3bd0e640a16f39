import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { Grant } from '@lagebild/model/label.ts'

import type { ListedOperation } from '../state/facts.ts'
import { AccountsSection } from './accounts-section.tsx'
import { FunctionsSection } from './functions-section.tsx'
import { InvitationsSection } from './invitations-section.tsx'

export type TabProps = { readonly grant: Grant; readonly operation: ListedOperation }

/** Who is here, who is invited, and who fills which function. */
export function PeopleTab({ grant, operation }: TabProps) {
	return (
		<>
			{hasDuty(grant.role, 'accounts') && (
				<>
					<AccountsSection grant={grant} />
					<InvitationsSection grant={grant} operation={operation} />
				</>
			)}
			<FunctionsSection grant={grant} operation={operation} />
		</>
	)
}
