import type { StatementEvent } from '@lagebild/model/event.ts'
import type { SourceRank } from '@lagebild/model/label.ts'
import { describe, expect, test } from 'vitest'

import { journal, retraction, statement } from './testing/entries.ts'
import { fold, row } from './testing/fold.ts'

const ALERT = 'warning:dwd:1'
const UPDATE = 'warning:dwd:2'
const CANCEL = 'warning:dwd:3'
const PAYLOAD = { msgType: 'Alert', event: 'STURM', severity: 'Severe' }

function warning(entity: string, id: number, more: { at?: number; links?: object[]; label?: object } = {}) {
	const { at = id, ...rest } = more
	return statement({ op: 'upsert', entity, id, at, rank: 'authority', with: { payload: PAYLOAD, ...rest } })
}
const cancelling = warning(CANCEL, 3, { links: [{ rel: 'cancels', to: ALERT }] })
const updating = warning(UPDATE, 2, { links: [{ rel: 'updates', to: ALERT }] })
const end = (id: number, at: number, op: 'end' | 'cancel' = 'end', source = 'dwd') => statement({ op, entity: ALERT, id, at, source })

const LAGE = 'incident:lage:1'
type Who = { readonly source?: string; readonly rank?: SourceRank }
const FUNK: Who = { source: 'funk', rank: 'device' }
const LEITSTELLE: Who = { source: 'leitstelle', rank: 'authority' }
const incident = (id: number, who: Who = {}) =>
	statement({ op: 'upsert', entity: LAGE, id, at: id, ...who, with: { payload: { title: 'x', category: 'fire' } } })
const ending = (id: number, who: Who, op: 'end' | 'cancel' = 'end') => statement({ op, entity: LAGE, id, at: id, ...who })
const objection = (at: number, value: string, source: string, rank: SourceRank) => ({ field: 'life', value, source, rank, at })

/** Life and objections, the same in every order of few statements. */
function judged(...said: StatementEvent[]) {
	const verdicts = orders(journal(...said)).map((order) => {
		const shown = row(fold(order), LAGE)
		return { life: shown?.life, ...(shown?.conflicts && { conflicts: shown.conflicts }) }
	})
	for (const one of verdicts) expect(one).toEqual(verdicts[0])
	return verdicts[0]
}

function orders<T>(items: readonly T[]): T[][] {
	return items.length < 2 ? [[...items]] : items.flatMap((item, i) => orders(items.toSpliced(i, 1)).map((rest) => [item, ...rest]))
}

function lifeOf(...said: StatementEvent[]) {
	const entries = journal(...said)
	const lives = [entries, entries.toReversed()].map((order) => row(fold(order), ALERT)?.life)
	expect(lives[0]).toBe(lives[1])
	return lives[0]
}

const classify = (id: number, level: string) => statement({ op: 'classify', entity: UPDATE, id, at: id, with: { label: { level } } })
const of = (...organisations: string[]) => ({ level: 'internal', organisations })

function seen(alert: object, update: object) {
	const linked = warning(UPDATE, 2, { label: update, links: [{ rel: 'updates', to: ALERT }] })
	return row(fold(journal(warning(ALERT, 1, { label: alert }), linked)), ALERT)?.life
}

describe('life', () => {
	test('[P10] ended and cancelled are told apart, and the latest word counts', () => {
		expect(lifeOf(warning(ALERT, 1), end(2, 2))).toBe('ended')
		expect(lifeOf(warning(ALERT, 1), end(2, 2, 'cancel'))).toBe('cancelled')
		expect(lifeOf(warning(ALERT, 1), end(2, 2), end(3, 3, 'cancel'))).toBe('cancelled')
		expect(row(fold(journal(warning(ALERT, 1), end(2, 7))), ALERT)?.lifeAt).toBe(7)
	})

	test('[P10] a later upsert revives, a patch does not', () => {
		expect(lifeOf(warning(ALERT, 1), end(2, 2), warning(ALERT, 3))).toBe('live')
		const patch = statement({ op: 'patch', entity: ALERT, id: 3, at: 3, with: { payload: { event: 'STURM' } } })
		expect(lifeOf(warning(ALERT, 1), end(2, 2), patch)).toBe('ended')
	})

	test('[P10] a person ends what a feed reports, until the feed reports it anew', () => {
		expect(lifeOf(warning(ALERT, 1), end(2, 2, 'end', 'lage'))).toBe('ended')
		expect(lifeOf(warning(ALERT, 1), end(2, 2, 'end', 'lage'), warning(ALERT, 3))).toBe('live')
	})

	test('[P10] who weighs less ends nothing, and is heard', () => {
		const conflicts = [objection(2, 'ended', 'funk', 'device')]
		expect(judged(incident(1), ending(2, FUNK))).toEqual({ life: 'live', conflicts })
		expect(judged(incident(1), ending(2, LEITSTELLE, 'cancel'))).toEqual({
			life: 'live',
			conflicts: [objection(2, 'cancelled', 'leitstelle', 'authority')],
		})
		expect(judged(incident(1), ending(2, FUNK), ending(3, LEITSTELLE))).toEqual({
			life: 'live',
			conflicts: [objection(3, 'ended', 'leitstelle', 'authority'), ...conflicts],
		})
	})

	test('[P10] who weighs as much or more ends it, and so does its own source', () => {
		expect(judged(incident(1, FUNK), ending(2, LEITSTELLE))).toEqual({ life: 'ended' })
		expect(judged(incident(1), ending(2, { source: 'abschnitt' }))).toEqual({ life: 'ended' })
		expect(judged(incident(1, { source: 'funk' }), ending(2, FUNK))).toEqual({ life: 'ended' })
		expect(judged(incident(1), ending(2, FUNK), ending(3, { source: 'abschnitt' }, 'cancel'))).toEqual({ life: 'cancelled' })
	})

	test('[P10] live as long as one upsert stands that nobody ended', () => {
		const both = [incident(1), incident(2, LEITSTELLE)]
		const conflicts = [objection(3, 'ended', 'leitstelle', 'authority')]
		expect(judged(...both, ending(3, LEITSTELLE))).toEqual({ life: 'live', conflicts })
		expect(judged(...both, ending(3, LEITSTELLE), ending(4, { source: 'lage' }))).toEqual({ life: 'ended' })
		expect(judged(...both, ending(3, LEITSTELLE), ending(4, { source: 'lage' }), incident(5, FUNK))).toEqual({ life: 'live' })
	})

	test('[P10] an end from before an upsert is no word against it, nor one at the same stamp', () => {
		expect(judged(incident(3), ending(2, FUNK), ending(1, { source: 'abschnitt' }))).toEqual({ life: 'live' })
		expect(judged(incident(3), ending(3, { source: 'abschnitt' }))).toEqual({ life: 'live' })
	})

	test('[P10] without any upsert that stands, an end does not outweigh anybody', () => {
		const said = incident(1)
		const withdrawn = retraction(said, { id: 4, at: 4, source: 'lage' })
		expect(judged(said, ending(2, FUNK), withdrawn)).toEqual({ life: 'ended' })
		expect(judged(said, withdrawn)).toEqual({ life: 'retracted' })
	})

	test('[P10] retracted: an end that never was, and content that never was', () => {
		const over = end(2, 2)
		expect(lifeOf(warning(ALERT, 1), over, retraction(over, { id: 4, at: 4, source: 'dwd' }))).toBe('live')
		const said = warning(ALERT, 1)
		expect(lifeOf(said, retraction(said, { id: 4, at: 4, source: 'dwd' }))).toBe('retracted')
		expect(lifeOf(said, retraction(said, { id: 4, at: 4, source: 'dwd' }), warning(ALERT, 5))).toBe('live')
	})

	test('[P11] a warning is superseded by its update and cancelled by its cancellation, whatever comes first', () => {
		expect(lifeOf(warning(ALERT, 1), updating)).toBe('superseded')
		expect(lifeOf(warning(ALERT, 1), updating, cancelling)).toBe('cancelled')
		expect(lifeOf(cancelling, warning(ALERT, 4))).toBe('cancelled')
	})

	test('[P11] a cancellation that comes first makes no row of what it cancels, and leaves no gap when that comes', () => {
		const entries = journal(cancelling, warning(ALERT, 4))
		expect(row(fold(entries.slice(0, 1)), ALERT)).toBeUndefined()
		expect(row(fold(entries), ALERT)).toMatchObject({ life: 'cancelled', links: [{ rel: 'cancels', to: CANCEL, inbound: true }] })
	})

	test('[P11] what is retracted ends nothing; what is over itself does', () => {
		expect(lifeOf(warning(ALERT, 1), updating, retraction(updating, { id: 9, at: 9, source: 'dwd' }))).toBe('live')
		expect(lifeOf(warning(ALERT, 1), updating, statement({ op: 'end', entity: UPDATE, id: 9, at: 9 }))).toBe('superseded')
	})

	test('[P11] an entity whose content was retracted ends nothing, although another statement of it linked', () => {
		const content = warning(UPDATE, 2)
		const linking = statement({ op: 'patch', entity: UPDATE, id: 3, at: 3, with: { links: [{ rel: 'updates', to: ALERT }] } })
		expect(lifeOf(warning(ALERT, 1), content, linking)).toBe('superseded')
		expect(lifeOf(warning(ALERT, 1), content, linking, retraction(content, { id: 9, at: 9, source: 'dwd' }))).toBe('live')
	})

	test('[P11] a link ends nothing that somebody of higher rank stands for, and is a conflict as long as he does', () => {
		const crowd: Who = { source: 'melder', rank: 'crowd' }
		const naming = (id: number, rel: string, who: Who) => {
			const payload = { text: 'erledigt' }
			return statement({
				op: 'upsert',
				entity: `message:${who.source}:1`,
				id,
				at: id,
				...who,
				with: { payload, links: [{ rel, to: LAGE }] },
			})
		}
		const conflicts = [objection(2, 'cancelled', 'melder', 'crowd')]
		expect(judged(incident(1, LEITSTELLE), naming(2, 'cancels', crowd))).toEqual({ life: 'live', conflicts })
		expect(judged(incident(1, LEITSTELLE), naming(2, 'cancels', crowd), naming(3, 'updates', LEITSTELLE))).toEqual({
			life: 'superseded',
			conflicts,
		})
		expect(judged(incident(1, crowd), naming(2, 'cancels', crowd))).toEqual({ life: 'cancelled' })
		expect(judged(incident(1, LEITSTELLE), naming(2, 'cancels', { source: 'lage' }))).toEqual({ life: 'cancelled' })
		const taken = retraction(incident(1, LEITSTELLE), { id: 9, at: 9, source: 'leitstelle' })
		expect(judged(incident(1, LEITSTELLE), incident(2, crowd), naming(3, 'updates', crowd), taken)).toEqual({ life: 'superseded' })
	})

	test('[P12] a link is taken back, and shown at both ends', () => {
		const unlink = statement({ op: 'patch', entity: UPDATE, id: 9, at: 9, with: { links: [{ rel: 'updates', to: ALERT, removed: true }] } })
		const entries = journal(warning(ALERT, 1), updating, unlink)
		const linked = fold(entries.slice(0, 2))
		expect(row(linked, UPDATE)?.links).toEqual([{ rel: 'updates', to: ALERT }])
		expect(row(linked, ALERT)?.links).toEqual([{ rel: 'updates', to: UPDATE, inbound: true }])
		expect(row(fold(entries), ALERT)?.links).toBeUndefined()
		expect(lifeOf(warning(ALERT, 1), updating, unlink)).toBe('live')
	})

	test('[P12] of two statements about one pair the latest gives the direction; nothing is linked with itself', () => {
		const turned = warning(ALERT, 9, {
			links: [
				{ rel: 'updates', to: UPDATE },
				{ rel: 'about', to: ALERT },
			],
		})
		const picture = fold(journal(warning(ALERT, 1), updating, turned))
		expect(row(picture, ALERT)?.links).toEqual([{ rel: 'updates', to: UPDATE }])
		expect(row(picture, UPDATE)?.life).toBe('superseded')
	})

	test('[P13] a link names nothing to people who may not know of it', () => {
		const secret = warning(UPDATE, 2, { label: { level: 'restricted' }, links: [{ rel: 'updates', to: ALERT }] })
		const picture = fold(journal(warning(ALERT, 1, { label: { level: 'open' } }), secret))
		expect(row(picture, ALERT)).not.toHaveProperty('links')
		expect(row(picture, ALERT)?.life).toBe('live')
		expect(row(picture, UPDATE)?.links).toEqual([{ rel: 'updates', to: ALERT }])
	})

	test('[P13] both ends follow when one of them is labelled anew', () => {
		const entries = journal(warning(ALERT, 1), updating, classify(5, 'restricted'), classify(6, 'open'))
		expect([2, 3, 4].map((n) => row(fold(entries.slice(0, n)), ALERT)?.life)).toEqual(['superseded', 'live', 'superseded'])
	})

	test('[P13] organisations are compared as well as levels', () => {
		expect(seen(of('thw'), of('thw', 'fw'))).toBe('superseded')
		expect(seen(of('thw', 'fw'), of('thw'))).toBe('live')
		expect(seen({ level: 'internal' }, of('thw'))).toBe('live')
	})
})
