import { EntityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { explain, explainable } from './explain.ts'
import { journal, retraction, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'
import { INCIDENT, told, why } from './testing/why.ts'

function patch(fields: Readonly<Record<string, unknown>>, saying: Readonly<Record<string, unknown>>, entity = INCIDENT) {
	return statement({ op: 'patch', entity, with: { payload: fields }, ...saying })
}

const created = statement({
	op: 'upsert',
	entity: INCIDENT,
	id: 1,
	source: 'lage',
	rank: 'device',
	at: 1,
	with: { payload: { title: 'Deich' } },
})

describe('what a field shows', () => {
	const person = patch({ priority: 'sofort' }, { id: 2, source: 'j.brandt', rank: 'person', at: 2 })
	const device = patch({ priority: 'einfach' }, { id: 3, source: 'lage', rank: 'device', at: 3 })

	test('[P57, P58] a person outweighs the newer word of a device, which is a conflict', () => {
		const answer = why(journal(created, person, device), 'priority')
		expect(answer).toMatchObject({ rule: 'P21', policy: 'rank', value: 'sofort', decidedBy: person.id, conflict: true, seq: 3, rest: 0 })
		expect(told(answer)).toEqual([
			[2, 'sofort', 'shown', undefined],
			[3, 'einfach', 'conflict', 2],
		])
		expect(answer.values[0]).toMatchObject({ source: 'j.brandt', name: 'J.BRANDT', rank: 'person', effective: 2, received: 2, recorded: 2 })
	})

	test('[P57] the number of a counter is what was stated, for nothing measures it', () => {
		const entity = 'counter:lage:1'
		const counted = statement({
			op: 'upsert',
			entity,
			id: 1,
			source: 'lage',
			rank: 'device',
			at: 1,
			with: { payload: { what: 'missing', value: 3, scope: 'EA 3' } },
		})
		const answer = why(journal(counted), 'value', { entity })
		expect(answer).toMatchObject({ rule: 'P20', policy: 'newest', value: 3, decidedBy: counted.id })
		expect(told(answer)).toEqual([[1, 3, 'shown', undefined]])
	})

	test('[P58] an older word of lower rank weighs less, an older one of the same rank is older', () => {
		const older = patch({ priority: 'einfach' }, { id: 4, source: 'lage', rank: 'device', at: 1 })
		const other = patch({ priority: 'blitz' }, { id: 5, source: 'm.otto', rank: 'person', at: 1 })
		expect(told(why(journal(created, person, older, other), 'priority'))).toEqual([
			[2, 'sofort', 'shown', undefined],
			[4, 'blitz', 'older', 2],
			[3, 'einfach', 'outranked', 2],
		])
	})

	test('[P57] nobody has said anything: no value, and the rule that would decide', () => {
		expect(why(journal(created), 'priority')).toEqual({
			entity: INCIDENT,
			field: 'priority',
			policy: 'rank',
			rule: 'P21',
			seq: 1,
			values: [],
			rest: 0,
		})
	})

	test('[P57] the sides of a gate stand side by side', () => {
		const gate = 'facility:tore:1'
		const entries = journal(
			statement({
				op: 'upsert',
				entity: gate,
				id: 1,
				rank: 'device',
				at: 1,
				with: { payload: { name: 'Tor 1', type: 'gate', gate: 'open' } },
			}),
			patch({ gate: 'closed' }, { id: 2, source: 'wache', rank: 'person', at: 2 }, gate),
			patch({ gate: 'fault' }, { id: 3, source: 'zweiter', rank: 'device', at: 0 }, gate),
		)
		const answer = why(entries, 'gate', { entity: gate })
		expect(answer).toMatchObject({ rule: 'P22', value: 'closed', conflict: true })
		expect(told(answer)).toEqual([
			[2, 'closed', 'shown', undefined],
			[1, 'open', 'conflict', 2],
			[3, 'fault', 'beside', undefined],
		])
	})

	test('[P57] a keyed field is explained key by key, and a key by itself', () => {
		const message = 'message:lage:1'
		const entries = journal(
			statement({ op: 'upsert', entity: message, id: 1, at: 1, with: { payload: { text: 'x', receipts: { S1: 'a', S2: 'b' } } } }),
			patch({ receipts: { S1: 'c' } }, { id: 2, source: 's1', at: 2 }, message),
		)
		expect(why(entries, 'receipts', { entity: message })).toMatchObject({ rule: 'P24', value: { S1: 'c', S2: 'b' } })
		expect(told(why(entries, 'receipts.S1', { entity: message }))).toEqual([
			[2, 'c', 'shown', undefined],
			[1, 'a', 'older', 2],
		])
	})

	test('[P57] a task that was carried out although it was withdrawn names the rule of that conflict', () => {
		const task = 'task:lage:1'
		const payload = { order: 'x', command: { version: 1, state: 'withdrawn' }, execution: { answers: 1, state: 'done' } }
		const entries = journal(statement({ op: 'upsert', entity: task, at: 1, with: { payload } }))
		expect(why(entries, 'execution', { entity: task })).toMatchObject({ rule: 'P27', conflict: true })
		expect(why(entries, 'command', { entity: task })).toMatchObject({ rule: 'P21' })
	})

	test('[P57] what the entity cannot have is not explained', () => {
		const picture = fold(journal(created))
		const ask = (field: string) => explain({ picture, entity: EntityId.parse(INCIDENT), field, entries: [], sees: () => true })
		expect([ask('gate'), ask('priority.x'), ask('priority.')]).toEqual([undefined, undefined, undefined])
		expect(explainable('incident')).toEqual(expect.arrayContaining(['title', 'geometry', 'validity', 'label', 'life', 'position', 'links']))
	})
})

describe('what no longer counts', () => {
	const first = patch({ priority: 'blitz' }, { id: 2, source: 'a', rank: 'person', at: 2 })

	test('[P59] a later word of the same source overtakes, an upsert makes void, a retraction withdraws, each named', () => {
		const second = patch({ priority: 'sofort' }, { id: 3, source: 'a', rank: 'person', at: 3 })
		const anew = statement({
			op: 'upsert',
			entity: INCIDENT,
			id: 4,
			source: 'a',
			rank: 'person',
			at: 4,
			with: { payload: { priority: 'einfach' } },
		})
		const taken = retraction(anew, { id: 5, source: 'b', rank: 'person', at: 9 })
		expect(told(why(journal(created, first, second), 'priority'))).toEqual([
			[3, 'sofort', 'shown', undefined],
			[2, 'blitz', 'overtaken', 3],
		])
		expect(told(why(journal(created, first, second, anew), 'priority'))).toEqual([
			[4, 'einfach', 'shown', undefined],
			[3, 'sofort', 'void', 4],
			[2, 'blitz', 'void', 4],
		])
		const all = why(journal(created, first, second, anew, taken), 'priority')
		expect(all.rule).toBe('P7')
		expect('value' in all).toBe(false)
		expect(told(all)[0]).toEqual([4, 'einfach', 'withdrawn', 5])
		expect(all.values[0]?.overtakenBy).toEqual({ event: taken.id, seq: 5, source: 'b', name: 'B' })
	})

	test('[P59] what was erased since is told as far as the picture still holds it', () => {
		const answer = why(journal(created, first).slice(0, 1), 'priority')
		expect(answer.values).toEqual([])
		const picture = fold(journal(created, first))
		const erased = explain({ picture, entity: EntityId.parse(INCIDENT), field: 'priority', entries: [], sees: () => true })
		expect(erased?.values).toMatchObject([{ seq: 2, value: 'blitz', standing: 'shown' }])
		expect(erased?.values[0]).not.toHaveProperty('recorded')
	})
})

describe('life and label', () => {
	const ended = statement({ op: 'end', entity: INCIDENT, id: 2, source: 'c', rank: 'authority', at: 5 })

	test('[P60] an end of higher rank decides, one of lower rank is a claim', () => {
		const over = why(journal(created, ended), 'life')
		expect(over).toMatchObject({ rule: 'P10', value: 'ended', decidedBy: ended.id })
		expect(told(over)).toEqual([
			[2, 'ended', 'shown', undefined],
			[1, 'live', 'outranked', 2],
		])
		const person = statement({
			op: 'upsert',
			entity: INCIDENT,
			id: 3,
			source: 'p',
			rank: 'person',
			at: 4,
			with: { payload: { title: 'x' } },
		})
		expect(told(why(journal(created, ended, person), 'life'))).toEqual([
			[3, 'live', 'shown', undefined],
			[2, 'ended', 'conflict', 3],
			[1, 'live', 'outranked', 2],
		])
	})

	test('[P60] what was taken back shows who took it back', () => {
		const answer = why(journal(created, retraction(created, { id: 9, source: 'p', at: 8 })), 'life')
		expect(answer).toMatchObject({ rule: 'P10', value: 'retracted' })
		expect(told(answer)).toEqual([
			[2, 'retracted', 'shown', undefined],
			[1, 'live', 'withdrawn', 2],
		])
	})

	test('[P60, P62] a link of another entity decides, and is named only to those who see it', () => {
		const cancel = statement({
			op: 'upsert',
			entity: 'incident:lage:2',
			id: 7,
			at: 7,
			with: { payload: { title: 'Aufhebung' }, links: [{ rel: 'cancels', to: INCIDENT }] },
		})
		const entries = journal(created, cancel)
		const seen = why(entries, 'life')
		expect(seen).toMatchObject({ rule: 'P11', value: 'cancelled', decidedBy: cancel.id })
		expect(seen.values[0]).toMatchObject({ standing: 'shown', link: 'incident:lage:2' })
		const hidden = why(entries, 'life', { hidden: ['incident:lage:2'] })
		expect(hidden).toMatchObject({ rule: 'P11', value: 'cancelled' })
		expect(JSON.stringify(hidden)).not.toMatch(/lage:2|LAGE","rank":"person|Aufhebung/)
		expect(hidden).not.toHaveProperty('decidedBy')
	})

	test('[P60, P62] a list that no longer names it decides, and says nothing of others', () => {
		const warning = (n: number) => `warning:feed:${n}`
		const upsert = (n: number) =>
			statement({ op: 'upsert', entity: warning(n), id: n, rank: 'authority', at: 1, with: { payload: { event: 'x' } } })
		const roster = (id: number, at: number, ids: readonly number[]) =>
			statement({
				op: 'roster',
				entity: 'feed:feed:f',
				id,
				source: 'feed',
				rank: 'authority',
				at,
				with: { roster: { selectionVersion: 1, listTime: new Date(at).toISOString(), complete: true, ids: ids.map(warning), streak: 1 } },
			})
		const health = statement({ op: 'upsert', entity: 'feed:feed:f', id: 90, at: 1, with: { payload: { name: 'Feed' } } })
		const entries = journal(health, upsert(1), upsert(2), roster(10, 2, [1, 2]), roster(11, 3, [2]), roster(12, 4, [2]))
		const answer = why(entries, 'life', { entity: warning(1) })
		expect(answer).toMatchObject({ rule: 'P15', value: 'ended' })
		expect(told(answer)).toEqual([
			[6, 'ended', 'shown', undefined],
			[5, 'unlisted', 'beside', undefined],
			[4, 'listed', 'beside', undefined],
			[2, 'live', 'overtaken', undefined],
		])
		expect(JSON.stringify(answer)).not.toContain('warning:feed:2')
		const withoutFeed = why(entries, 'life', { entity: warning(1), hidden: ['feed:feed:f'] })
		expect(told(withoutFeed)).toEqual([[2, 'live', 'overtaken', undefined]])
	})

	test('[P60] the label names who set it and who changed it', () => {
		const classified = statement({ op: 'classify', entity: INCIDENT, id: 4, source: 'p', at: 4, with: { label: { level: 'open' } } })
		const answer = why(journal(created, classified), 'label')
		expect(answer).toMatchObject({ rule: 'P9', value: { level: 'open' }, decidedBy: classified.id })
		expect(told(answer)).toEqual([
			[2, { level: 'open' }, 'shown', undefined],
			[1, { level: 'internal' }, 'older', 2],
		])
	})
})
