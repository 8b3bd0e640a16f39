import { OperationId } from '../ids.ts'
import type { Operation } from '../operation.ts'
import type { Instant } from '../time.ts'

/** Journal of the directory and of the audit trail. It is no situation: it is not listed, not served and not made by anybody. */
export const ACCESS_OPERATION = OperationId.parse('access')

export function accessOperation(created: Instant): Operation {
	return {
		id: ACCESS_OPERATION,
		name: 'Access',
		status: 'actual',
		base: false,
		bases: [],
		gauges: [],
		functions: [],
		state: 'open',
		timeZone: 'UTC',
		area: [-180, -90, 180, 90],
		created,
	}
}
