import { SourceName } from '@lagebild/model/ids.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import { iso } from '@lagebild/model/time.ts'

import { rightsBody, rightsMissing } from './rights.ts'
import type { Rights } from './rights.ts'

export type KeyDraft = {
	readonly name: string
	readonly rights: Rights
	readonly rank: Exclude<SourceRank, 'person'>
	/** Undefined: every kind. */
	readonly reads: ReadonlySet<EntityKind> | undefined
	/** Undefined: what it reads. */
	readonly says: ReadonlySet<EntityKind> | undefined
	readonly days: string
	readonly budget: string
}

export type KeyFault = 'name' | 'operations' | 'reads' | 'says' | 'budget'

/** Days; empty: without end. */
export const LIVES = ['30', '90', '365', ''] as const

function numberIn(text: string): number | undefined {
	const value = Number(text.trim().replace(',', '.'))
	return text.trim() === '' || !Number.isFinite(value) ? undefined : value
}

export function keyFaults({ name, rights, reads, says, budget }: KeyDraft): ReadonlySet<KeyFault> {
	const faults = new Set<KeyFault>()
	if (!SourceName.safeParse(name.trim()).success) faults.add('name')
	if (rightsMissing(rights)) faults.add('operations')
	if (reads?.size === 0) faults.add('reads')
	if (says?.size === 0) faults.add('says')
	if (!isBudget(budget)) faults.add('budget')
	return faults
}

function isBudget(text: string): boolean {
	const perSecond = numberIn(text)
	return text.trim() === '' || (perSecond !== undefined && perSecond >= 0.1 && perSecond <= 10_000)
}

const DAY_MS = 86_400_000

/** As the hub reads it. What it may say and not read it could not say either: the hub would answer that there is no such entity. */
export function keyBody({ name, rights, rank, reads, says, days, budget }: KeyDraft, now: number) {
	const perSecond = numberIn(budget)
	return {
		name: name.trim(),
		...rightsBody(rights),
		...(rights.role === 'integrator' && { rank }),
		...(reads && { kinds: inOrder(reads) }),
		...(says && { submitKinds: inOrder(says) }),
		...(days !== '' && { expires: iso(now + Number(days) * DAY_MS) }),
		...(perSecond !== undefined && { budget: { perSecond } }),
	}
}

function inOrder(kinds: ReadonlySet<EntityKind>): readonly EntityKind[] {
	return KINDS.filter((kind) => kinds.has(kind))
}
