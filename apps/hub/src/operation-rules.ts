import { hasDuty } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { NewOperation, Operation, OperationState } from '@lagebild/model/operation.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { reaches } from '@lagebild/picture/visible.ts'

/** The base operations among these, by whose leave others show them. */
type Wish = Pick<Operation, 'id' | 'base' | 'status'> & { readonly bases: readonly OperationId[] }

/** L2: a base that is shown exists, is a base of the same status, is open, and shows nothing itself. */
export function basesFault(all: readonly Operation[], { id, base, status, bases }: Wish): Fault | undefined {
	if (base && bases.length > 0) return fault('bad-message', 'a base shows no other base', 'bases')
	for (const [index, wanted] of bases.entries()) {
		const path = `bases.${index}`
		const found = wanted === id ? undefined : all.find((operation) => operation.base && operation.id === wanted)
		if (!found) return fault('bad-message', `there is no base "${wanted}"`, path)
		if (found.status !== status) return fault('status-mismatch', undefined, path)
		if (found.state !== 'open') return fault('operation-closed', `the base "${wanted}" is ${found.state}`, path)
	}
	return undefined
}

/** Without a word about them an operation shows every open base of its status. */
export function basesFor(all: readonly Operation[], wanted: NewOperation): Result<readonly OperationId[]> {
	const { id, base, status } = wanted
	const standing = all.filter((one) => one.base && one.status === status && one.state === 'open').map((one) => one.id)
	const bases = wanted.bases ?? (base ? [] : standing)
	const reason = basesFault(all, { id, base, status, bases })
	return reason ? fail(reason) : ok(bases)
}

/** L3: a base stays open as long as an open operation shows it. Operations that the asker may not see are counted and not named. */
export function inUseFault(all: readonly Operation[], { id, base }: Operation, grant: Grant): Fault | undefined {
	if (!base) return undefined
	const showing = all.filter(({ state, bases }) => state === 'open' && bases.includes(id))
	if (showing.length === 0) return undefined
	const named = showing.filter((one) => reaches(grant, one.id)).map((one) => `${one.name} (${one.id})`)
	const others = showing.length - named.length
	const list = [...named, ...(others > 0 ? [`${others} that you do not see`] : [])].join(', ')
	return fault('operation-in-use', `open operations show this base: ${list}`)
}

/** L1: who opens, changes, closes and opens again; what was put into the archive is an admin's. */
export function stepFault({ role }: Grant, from: OperationState, to: OperationState): Fault | undefined {
	if (!hasDuty(role, 'operations.open')) return fault('not-allowed', `the role ${role} does not open or close operations`)
	const archive = from === 'archived' || to === 'archived'
	return archive && !hasDuty(role, 'operations.archive') ? fault('not-allowed', 'the archive is for an admin') : undefined
}

export function changeFault({ role }: Grant): Fault | undefined {
	return hasDuty(role, 'operations.change') ? undefined : fault('not-allowed', `the role ${role} does not change operations`)
}
