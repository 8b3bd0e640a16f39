import type { OperationId } from '@lagebild/model/ids.ts'

import { chooseOperation } from '../state/choose.ts'
import type { Thing } from '../state/facts.ts'
import { usePicture } from '../state/react.ts'

/** The operation that is open here. */
export function useOwnOperation({ operation }: Thing): OperationId {
	return usePicture(
		({ operations, route, preferences }) => chooseOperation(operations, [route.operation, preferences.operation])?.id ?? operation,
	)
}
