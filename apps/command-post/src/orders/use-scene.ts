import type { OperationId } from '@lagebild/model/ids.ts'

import { chooseOperation } from '../state/choose.ts'
import type { Facts } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'
import { timeZoneNow } from '../state/time-zone.ts'

/** The operation that is open here. */
function operationNow({ operations, route, preferences }: Facts): OperationId | undefined {
	return chooseOperation(operations, [route.operation, preferences.operation])?.id
}

/** Who speaks, where, and in which time zone. */
export function useScene() {
	const operation = usePicture(operationNow)
	const grant = usePicture(({ session }) => (session.state === 'in' ? session.grant : undefined))
	const timeZone = usePicture(timeZoneNow)
	return { operation, source: grant?.source ?? '', issuer: grant?.name ?? '', timeZone }
}
