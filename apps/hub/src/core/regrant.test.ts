import type { SystemEvent } from '@lagebild/model/event.ts'
import { EventId, OperationId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { describe, expect, test } from 'vitest'

import type { Effect } from './input.ts'
import { step } from './step.ts'
import { Desk, incident, unit, uuid } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'
import { pair } from './testing/watched.ts'
import { Watcher } from './testing/watcher.ts'

function enter(desk: Desk, details: NonNullable<SystemEvent['details']>): void {
	const event: SystemEvent = {
		schema: 1,
		id: EventId.parse(uuid(900 + desk.entries.length)),
		kind: 'system',
		op: 'regranted',
		operation: OperationId.parse('test'),
		received: desk.now,
		by: 'system',
		details,
	}
	desk.append({ type: 'event', event })
}

function announce(desk: Desk, grant: Grant): void {
	desk.tell({ type: 'regranting', credential: grant.credential, version: grant.version, grant })
}

const taken = (desk: Desk) => desk.take('bye').map(({ to, message }) => [to, message.why])

describe('a grant that changed', () => {
	test('[A33] holds for viewers at the place of its entry, and there before anything else is sent', () => {
		const { desk, a } = pair()
		const narrow = grantOf({ source: 'a', clearance: 'open', version: 1 })
		announce(desk, narrow)
		desk.submit([unit(10, 'hlf')])
		expect(desk.hub.viewers.get('a')?.grant.version).toBe(0)
		enter(desk, { credential: 'key-a', version: 1 })
		expect(a.frames()).toMatchObject([{ lane: 'U' }, { lane: 'S', drop: ['unit:lage:elw', 'incident:lage:keller'] }, { lane: 'M' }])
		expect(desk.hub.viewers.get('a')?.grant).toEqual(narrow)
	})

	test('[A33] that only gives more waits for its entry, and one that takes away does not', () => {
		const { desk } = pair()
		const wide = grantOf({ source: 'a', clearance: 'restricted', version: 1 })
		const told = (grant: Grant) => {
			announce(desk, grant)
			desk.tell({ type: 'regranted', credential: 'key-a', grant, now: desk.now })
			return desk.hub.viewers.get('a')?.grant.clearance
		}
		expect(told(wide)).toBe('internal')
		enter(desk, { credential: 'key-a', version: 1 })
		expect(desk.hub.viewers.get('a')?.grant.clearance).toBe('restricted')
		expect(told({ ...wide, clearance: 'open', version: 2 })).toBe('open')
	})

	test('[A33] without its meaning sends the credential’s viewers away, and so does its end', () => {
		const { desk } = pair()
		enter(desk, { credential: 'key-b', version: 1 })
		expect(taken(desk)).toEqual([])
		enter(desk, { credential: 'key-a', version: 1 })
		expect(taken(desk)).toEqual([[['a'], 'grant']])
		const again = new Watcher(desk, 'a2', grantOf({ source: 'a', version: 1 }))
		again.join()
		enter(desk, { credential: 'key-a', version: 1, ended: true })
		expect(taken(desk)).toEqual([[['a2'], 'grant']])
	})

	test('[A33] opens and loads nothing any more in its older version', () => {
		const { desk, a } = pair()
		const scopeId = desk.hub.viewers.get('a')?.view.id ?? ''
		announce(desk, grantOf({ source: 'a', version: 1 }))
		enter(desk, { credential: 'key-a', version: 1 })
		expect(a.load(scopeId)).toBeUndefined()
		expect(a.open()).toBeUndefined()
		expect(taken(desk)).toEqual([[['a'], 'grant']])
		expect(new Watcher(desk, 'a2', grantOf({ source: 'a', version: 1 })).open()).toBeDefined()
	})

	test('[A33] keeps the end of a session', () => {
		const { desk } = pair()
		const expires = desk.now
		const viewer = desk.hub.viewers.get('a')
		if (viewer) viewer.grant = { ...viewer.grant, expires }
		announce(desk, grantOf({ source: 'a', version: 1 }))
		enter(desk, { credential: 'key-a', version: 1 })
		expect(taken(desk)).toEqual([[['a'], 'expired']])
	})
})

/** A core whose appends are answered by the test. */
class Refusing {
	readonly desk = new Desk()

	tell(...inputs: Parameters<typeof step>[1][]): readonly Effect[] {
		return inputs.flatMap((input) => step(this.desk.hub, input))
	}

	/** Refuses what is to be appended. */
	refuse(effects: readonly Effect[]): readonly Effect[] {
		const fault = { fault: 'grant-changed', message: '' } as const
		return effects.flatMap((effect) => (effect.type === 'append' ? this.tell({ type: 'failed', ref: effect.ref, fault }) : []))
	}

	answer(effects: readonly Effect[], grant: Grant | undefined): readonly Effect[] {
		const { now } = this.desk
		return effects.flatMap((effect) =>
			effect.type === 'grant' ? this.tell({ type: 'granted', ref: effect.ref, ...(grant && { grant }), now }) : [],
		)
	}
}

describe('what was said under an older grant', () => {
	const said = (grant: Grant) => ({ type: 'submitted', request: 'r', grant, events: [incident(1)] }) as const

	test('[A33] is admitted once more under the present one, and the second refusal is told', () => {
		const core = new Refusing()
		const first = core.tell({ ...said(grantOf()), now: core.desk.now })
		expect(first).toMatchObject([{ type: 'append', grants: [{ credential: 'key-lage', version: 0 }] }])
		const asked = core.refuse(first)
		expect(asked).toMatchObject([{ type: 'grant', credential: 'key-lage' }])
		const second = core.answer(asked, grantOf({ version: 1 }))
		expect(second).toMatchObject([{ type: 'append', grants: [{ version: 1 }] }])
		expect(core.refuse(second)).toMatchObject([{ type: 'answers', answers: [{ id: uuid(1), fault: 'grant-changed' }] }])
		expect(core.desk.hub.desk).toMatchObject({ errands: new Map(), awaited: new Map(), coming: new Map(), requests: new Map() })
	})

	test('[A33] is refused for what the present one does not permit, and without one', () => {
		const refusedBy = (grant: Grant | undefined) => {
			const core = new Refusing()
			return core.answer(core.refuse(core.tell({ ...said(grantOf()), now: core.desk.now })), grant)
		}
		expect(refusedBy(undefined)).toMatchObject([{ answers: [{ id: uuid(1), fault: 'unauthenticated' }] }])
		expect(refusedBy(grantOf({ role: 'observer', version: 1 }))).toMatchObject([{ answers: [{ fault: 'not-allowed' }] }])
		expect(refusedBy(grantOf({ submitKinds: ['unit'], version: 1 }))).toMatchObject([{ answers: [{ fault: 'not-allowed', path: 'kind' }] }])
	})

	test('[A33] of measurements, only who is meant loses: the others of the same batch are written with the next', () => {
		const core = new Refusing()
		core.desk.submit([unit(1)])
		const { now } = core.desk
		const message = { positions: { entity: ['unit:lage:elw'], observed: ['1970-01-01T00:16:40Z'], lat: [53.5], lng: [10] } }
		const measure = (request: string, source: string) => ({ type: 'measured', request, grant: grantOf({ source }), message, now }) as const
		core.tell(measure('m1', 'a'), measure('m2', 'b'))
		const asked = core.refuse(core.tell({ type: 'tick', now }))
		expect(asked).toMatchObject([{ credential: 'key-a' }, { credential: 'key-b' }])
		const [a, b] = asked
		expect(core.answer(a ? [a] : [], undefined)).toEqual([
			{ type: 'measured', request: 'm1', answer: { fault: 'unauthenticated', message: 'A valid key or session is needed.' } },
		])
		core.answer(b ? [b] : [], grantOf({ source: 'b' }))
		const written = core.tell({ type: 'tick', now }).filter(({ type }) => type === 'append')
		expect(written).toMatchObject([{ grants: [{ credential: 'key-b', version: 0 }] }])
	})
})
