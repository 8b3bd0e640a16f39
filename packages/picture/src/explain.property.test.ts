import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { Explanation } from '@lagebild/model/explanation.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { policyOf } from '@lagebild/model/kinds/policy.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { explain, explainable } from './explain.ts'
import type { Picture } from './picture.ts'
import { idAt, measuredAt, rowAt, size } from './read.ts'
import { journals, rearranged } from './testing/arbitrary.ts'
import { entry, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

/** As the journal's index finds them. */
function mentioning(entries: readonly Entry[], id: EntityId): readonly Entry[] {
	return entries.filter(({ body }) => {
		if (body.type !== 'event' || !isStatement(body.event)) return false
		return body.event.entity === id || (body.event.links ?? []).some(({ to }) => to === id)
	})
}

type Explained = { readonly row: Row; readonly measured: MeasuredRow | undefined; readonly answer: Explanation }

function keysOf(row: Row, field: string): readonly string[] {
	const value: unknown = Object.entries(row.fields).find(([name]) => name === field)?.[1]
	return policyOf(row.kind, field) === 'keyed' ? [...Object.keys(value ?? {}), 'S2'].map((key) => `${field}.${key}`) : []
}

/** Every field of every entity that has a row. */
function explained(picture: Picture, entries: readonly Entry[]): readonly Explained[] {
	const all: Explained[] = []
	for (let index = 0; index < size(picture); index++) {
		const row = rowAt(picture, index)
		if (!row) continue
		const id = idAt(picture, index)
		for (const field of explainable(row.kind).flatMap((name) => [name, ...keysOf(row, name)])) {
			const answer = explain({ picture, entity: id, field, entries: mentioning(entries, id), sees: () => true })
			if (!answer) throw new Error(`${field} of ${id} cannot be explained`)
			all.push({ row, measured: measuredAt(picture, index), answer })
		}
	}
	return all
}

/** What the rows show, by the names under which it is explained. */
function shownValue({ row, measured, answer: { field } }: Explained): unknown {
	const [name = '', key] = field.split('.')
	const fields = new Map<string, unknown>(Object.entries(row.fields))
	const rest: Readonly<Record<string, unknown>> = {
		geometry: row.geometry,
		validity: row.validity,
		confidence: row.confidence,
		label: row.label,
		life: row.life,
		links: row.links,
		position: measured?.position,
	}
	if (Object.hasOwn(rest, field)) return rest[field]
	if (field === 'value' && row.kind !== 'counter') return measured?.value
	const value = fields.get(name)
	return key === undefined ? value : Object.entries(value ?? {}).find(([each]) => each === key)?.[1]
}

function shown({ values }: Explanation) {
	return values.filter(({ standing }) => standing === 'shown')
}

function newestFirst(list: readonly { readonly at: number }[]): readonly unknown[] {
	return list.map((each) => JSON.stringify(each)).toSorted()
}

/** Aspects that show several things at once. */
function isPlural({ kind }: Row, field: string): boolean {
	return field === 'links' || policyOf(kind, field) === 'keyed'
}

describe('explain', { timeout: 60_000 }, () => {
	test('[P57] the value is the one that the row shows', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				for (const each of explained(fold(entries), entries)) {
					expect([each.answer.field, each.answer.value ?? undefined]).toEqual([each.answer.field, shownValue(each) ?? undefined])
				}
			}),
			{ numRuns: 400 },
		)
	})

	test('[P57] exactly one statement is shown, or none where nothing holds', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				const health = entry(99, { type: 'event', event: statement({ op: 'upsert', entity: 'feed:a:a', id: 99, with: { payload: {} } }) })
				for (const { row, answer } of explained(fold([...entries, health]), entries)) {
					if (row.kind === 'feed' || isPlural(row, answer.field)) continue
					const decided = 'value' in answer ? [[answer.field, answer.decidedBy, answer.value]] : []
					expect(shown(answer).map(({ event, value }) => [answer.field, event, value])).toEqual(decided)
				}
			}),
			{ numRuns: 400 },
		)
	})

	test('[P57] what is shown of a keyed field is its keys', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				for (const { row, answer } of explained(fold(entries), entries)) {
					if (policyOf(row.kind, answer.field) !== 'keyed') continue
					const keys = shown(answer).flatMap(({ key, value }) => (key === undefined || value === null ? [] : [[key, value] as const]))
					expect(Object.fromEntries(keys)).toEqual(answer.value ?? {})
				}
			}),
			{ numRuns: 200 },
		)
	})

	test('[P58] the conflicts and the claims of a row are those of its explanations', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				for (const { row, answer } of explained(fold(entries), entries)) {
					if (answer.rule === 'P27') continue
					const claim = ({ value, source, rank, effective: at }: Explanation['values'][number]) => ({
						field: answer.field,
						value,
						source,
						rank,
						at,
					})
					const standing = (list: Row['claims'] = []) => newestFirst(list.filter(({ field }) => field === answer.field))
					const told = answer.values.filter((saying) => saying.standing === 'conflict').map(claim)
					expect(newestFirst(told)).toEqual(standing(row.conflicts))
					expect(answer.conflict ?? false).toBe(told.length > 0)
					const holds = answer.values.filter((saying) => ['shown', 'beside', 'conflict'].includes(saying.standing)).map(claim)
					expect(answer.policy === 'per-source' ? newestFirst(holds) : []).toEqual(standing(row.claims))
				}
			}),
			{ numRuns: 400 },
		)
	})

	test('[P63] an explanation does not depend on the order and repetition of the entries', () => {
		fc.assert(
			fc.property(rearranged, ({ entries, arrived }) => {
				const [one, other] = [explained(fold(entries), entries), explained(fold(arrived), arrived)]
				const answers = (list: readonly Explained[]) => new Map(list.map(({ row, answer }) => [`${row.id} ${answer.field}`, answer]))
				expect(answers(other)).toEqual(answers(one))
			}),
			{ numRuns: 400 },
		)
	})

	test('[P59] every value that does not count names what decided against it', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				const sayings = explained(fold(entries), entries).flatMap(({ answer }) => (answer.field === 'links' ? [] : answer.values))
				expect(sayings.filter((saying) => !isDecided(saying))).toEqual([])
			}),
			{ numRuns: 400 },
		)
	})
})

/** Of measurements, and of what a link or a list decided, nothing is named; nothing decides against itself. */
function isDecided({ standing, overtakenBy, seq, event }: Explanation['values'][number]): boolean {
	if (standing === 'shown') return overtakenBy === undefined
	if (standing === 'withdrawn') return overtakenBy !== undefined
	if (standing === 'void' || (standing === 'older' && event !== undefined)) return overtakenBy !== undefined && overtakenBy.seq !== seq
	return overtakenBy?.seq !== seq
}
