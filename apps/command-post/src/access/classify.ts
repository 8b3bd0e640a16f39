import { uuid7 } from '@lagebild/client/uuid7.ts'
import type { Label } from '@lagebild/model/label.ts'
import * as z from 'zod'

import { operationPath } from '../api/http.ts'
import type { Thing } from '../state/facts.ts'
import { call } from './call.ts'
import type { Answer } from './call.ts'

/** Under this namespace the page keeps what the envelope has no field for. */
const NAMESPACE = 'lagebild'

/** Says the new label. The reason travels with it and stands in the history of the thing. */
export function classify({ row, operation }: Thing, label: Label, reason: string): Promise<Answer<unknown>> {
	const body = { id: uuid7(Date.now()), kind: row.kind, entity: row.id, op: 'classify', label, ext: { [NAMESPACE]: { reason } } }
	return call(operationPath(operation, 'events').replace('/api/v1/', ''), z.unknown(), { method: 'POST', body })
}
