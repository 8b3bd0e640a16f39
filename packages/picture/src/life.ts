import type { Life } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { last } from './ordered.ts'
import type { Entity } from './state.ts'
import type { Verdict } from './verdict.ts'

export type LifeNow = { readonly life: Life; readonly since?: Instant }

/** P11: what its own sources and the entities that update or cancel it make of an entity. */
export function lifeOf({ links }: Entity, { life, since }: Verdict): LifeNow {
	const own: LifeNow = since === undefined ? { life } : { life, since }
	if (life === 'retracted' || life === 'cancelled') return own
	const cancelled = links?.cancels && last(links.cancels)
	if (cancelled) return { life: 'cancelled', since: cancelled.said.at }
	const superseded = links?.updates && last(links.updates)
	return superseded ? { life: 'superseded', since: superseded.said.at } : own
}
