import { entityId, seq } from '@lagebild/model/ids.ts'
import type { StateFrame } from '@lagebild/model/protocol.ts'
import type { Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { contentOf, digestOf } from './content.ts'
import type { Content } from './content.ts'
import { mergeFrame } from './merge.ts'

const IDS = ['a', 'b', 'c'].map((name) => entityId('area', 'q', name))

function row(index: number, v: number): Row {
	const id = IDS[index % IDS.length] ?? entityId('area', 'q', 'a')
	return { id, k: 1, v: seq(v), kind: 'area', fields: {}, at: instant(v), sources: [], life: 'live', label: { level: 'open' } }
}

/** What happens to one thing at each seq from 1: another version, or gone. */
const Story = fc.array(fc.record({ index: fc.nat(2), gone: fc.boolean() }), { minLength: 1, maxLength: 12 })
/** Frames of any overlap; those that would leave a gap are part of it. */
const Spans = fc.array(fc.tuple(fc.nat(12), fc.nat(12)), { maxLength: 12 })

type Happening = { readonly index: number; readonly gone: boolean }

function contentAt(story: readonly Happening[], at: number): Map<string, Row> {
	const rows = new Map<string, Row>()
	for (const [i, { index, gone }] of story.slice(0, at).entries()) {
		const made = row(index, i + 1)
		if (gone) rows.delete(made.id)
		else rows.set(made.id, made)
	}
	return rows
}

function frameOf(story: readonly Happening[], from: number, to: number): StateFrame {
	const after = contentAt(story, to)
	const touched = new Set(story.slice(from, to).map(({ index }) => row(index, 1).id))
	const head = { no: 1, epoch: 'e', scopeId: 's', lane: 'S', from: seq(from), to: seq(to), asOf: 0 } as const
	return { ...head, put: [...touched].flatMap((id) => after.get(id) ?? []), drop: [...touched].filter((id) => !after.has(id)) }
}

function empty(): Content {
	return contentOf({ epoch: 'e', scopeId: 's', seq: { U: seq(0), S: seq(0), M: seq(0) }, rows: [], measured: [] })
}

test('[I2] frames that overlap, repeat or leave a gap never make a content that was never there', () => {
	fc.assert(
		fc.property(Story, Spans, (story, spans) => {
			const content = empty()
			for (const [a, b] of spans) {
				const [from, to] = [Math.min(a, b, story.length), Math.min(Math.max(a, b), story.length)]
				const before = content.lanes.S.seq
				const { type } = mergeFrame(content, frameOf(story, from, to))
				expect(type).toBe(from > before ? 'gap' : to <= before ? 'ignored' : 'applied')
				expect(new Map(content.rows)).toEqual(contentAt(story, content.lanes.S.seq))
			}
			const direct = empty()
			mergeFrame(direct, frameOf(story, 0, content.lanes.S.seq))
			expect(digestOf(content, 'S')).toBe(digestOf(direct, 'S'))
		}),
	)
})
