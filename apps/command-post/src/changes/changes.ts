import { CHANGES } from '@lagebild/model/changes.ts'
import type { ChangeWord } from '@lagebild/model/changes.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import { EntityId as EntityIds } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import { Severity } from '@lagebild/model/kinds/words.ts'
import { useEffect, useState } from 'react'

import { ask, operationPath } from '../api/http.ts'
import { listOf, numberOf, objectOf, textOf } from '../api/outline.ts'

export type FieldStep = { readonly field: string; readonly before: unknown; readonly after: unknown }

/** What became of one thing, as the hub tells it. */
export type Change = {
	readonly entity: EntityId
	readonly kind: EntityKind
	readonly title: string
	readonly change: ChangeWord
	readonly appeared: boolean
	readonly at: number
	readonly severity: Severity | undefined
	readonly direction: 'up' | 'down' | undefined
	readonly fields: readonly FieldStep[]
	/** About which sources disagree since, and do no longer. */
	readonly conflicts: readonly string[]
	readonly resolved: readonly string[]
}

export type Changes = {
	readonly from: number
	readonly to: number
	readonly total: number
	readonly more: number
	readonly erased: boolean
	readonly changes: readonly Change[]
}

function changeOf(value: unknown): readonly Change[] {
	const { entity, kind, title, change, appeared, at, severity, direction, fields, conflicts, resolved } = objectOf(value)
	const id = EntityIds.safeParse(entity)
	const known = KINDS.find((one) => one === kind)
	const word = CHANGES.find((one) => one === change)
	if (!id.success || !known || !word) return []
	return [
		{
			entity: id.data,
			kind: known,
			title: textOf(title) ?? id.data,
			change: word,
			appeared: appeared === true,
			at: numberOf(at) ?? 0,
			severity: Severity.safeParse(severity).data,
			direction: direction === 'up' || direction === 'down' ? direction : undefined,
			fields: listOf(fields)
				.map(objectOf)
				.map((step) => ({ field: textOf(step.field) ?? '', before: step.before, after: step.after })),
			conflicts: listOf(conflicts).map(String),
			resolved: listOf(resolved).map(String),
		},
	]
}

export function readChanges(value: unknown): Changes | undefined {
	const body = objectOf(value)
	const [from, to] = [numberOf(body.from), numberOf(body.to)]
	if (from === undefined || to === undefined) return undefined
	return {
		from,
		to,
		total: numberOf(objectOf(body.summary).total) ?? 0,
		more: numberOf(body.more) ?? 0,
		erased: body.erased !== undefined,
		changes: listOf(body.changes).flatMap(changeOf),
	}
}

export type Compared = { readonly state: 'loading' | 'offline' | 'failed' } | { readonly state: 'loaded'; readonly changes: Changes }

/** Compared once for each start, and again when it is asked for: what a person reads does not move under their eyes. */
export function useChanges(
	operation: OperationId,
	from: number,
	to?: number,
): { readonly compared: Compared; readonly refresh: () => void } {
	const [answer, setAnswer] = useState<{ readonly of: string; readonly round: number; readonly compared: Compared }>()
	const [round, setRound] = useState(0)
	const subject = `${operation} ${from}`
	useEffect(() => {
		let stale = false
		const read = async () => {
			const reply = await ask(
				operationPath(
					operation,
					`changes?from=${encodeURIComponent(new Date(from).toISOString())}${to === undefined ? '' : `&to=${encodeURIComponent(new Date(to).toISOString())}`}`,
				),
			)
			const changes = reply.state === 'ok' ? readChanges(reply.body) : undefined
			const compared: Compared = changes ? { state: 'loaded', changes } : { state: reply.state === 'unreachable' ? 'offline' : 'failed' }
			if (!stale) setAnswer({ of: `${operation} ${from}`, round, compared })
		}
		void read()
		return () => {
			stale = true
		}
	}, [operation, from, to, round])
	const compared: Compared = answer?.of === subject ? answer.compared : { state: 'loading' }
	return { compared, refresh: () => setRound(round + 1) }
}
