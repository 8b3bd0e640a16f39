import { FAULTS } from '@lagebild/model/fault.ts'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'

import { Dispatch } from './dispatch.ts'
import type { Sent } from './dispatch.ts'
import type { SaidEvent } from './item.ts'
import { memoryStorage } from './storage.ts'

/** What happens to a request on its way. */
type Fate = 'through' | 'lost' | 'answer lost' | 'captive portal' | 'busy' | 'page ends'
const Fates = fc.array(fc.constantFrom<Fate>('through', 'lost', 'answer lost', 'captive portal', 'busy', 'page ends'), { maxLength: 12 })

/** Few entities, so that statements speak of one another; `bad` ones are refused. */
const Story = fc.array(
	fc.record({
		entity: fc.constantFrom('a', 'b', 'c'),
		to: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
		op: fc.constantFrom('upsert', 'patch'),
		bad: fc.boolean(),
	}),
	{ minLength: 1, maxLength: 8 },
)
type Saying = { readonly entity: string; readonly to: string | undefined; readonly op: string; readonly bad: boolean }

function eventOf({ entity, to, op, bad }: Saying, n: number): SaidEvent {
	return { id: `e${n}`, kind: 'incident', entity, op, ...(to !== undefined && { links: [{ rel: 'about', to }] }), ext: { bad } }
}

/** As the journal of a hub takes them: each id once, whatever comes again. */
class Hub {
	readonly taken: string[] = []
	answer({ id, ext }: SaidEvent): unknown {
		if (JSON.stringify(ext) === '{"bad":true}') return { id, fault: 'bad-message', message: FAULTS['bad-message'].text }
		if (!this.taken.includes(id)) this.taken.push(id)
		return { id, seq: this.taken.indexOf(id) + 1, effect: 'applied' }
	}
}

type Run = { readonly hub: Hub; readonly fates: Fate[]; readonly ended: () => void }

function way({ hub, fates, ended }: Run): (operation: string, events: readonly SaidEvent[]) => Promise<Sent> {
	return (_operation, events) => {
		const fate = fates.shift() ?? 'through'
		if (fate === 'lost') return Promise.resolve(undefined)
		if (fate === 'captive portal') return Promise.resolve({ answers: [{ welcome: 'to the hotel' }] })
		if (fate === 'busy') return Promise.resolve({ answers: events.map(({ id }) => ({ id, fault: 'not-ready', message: 'later' })) })
		const answers = events.map((event) => hub.answer(event))
		if (fate === 'page ends') ended()
		return Promise.resolve(fate === 'through' ? { answers, epoch: 'first' } : undefined)
	}
}

test('[C7] [C8] whatever is lost on the way, each statement comes once and in its order, and what depends on a refused one waits', async () => {
	vi.useFakeTimers()
	await fc.assert(
		fc.asyncProperty(Story, Fates, async (story, fates) => {
			const hub = new Hub()
			const disk = memoryStorage()
			const left = [...fates]
			let page = new Dispatch({
				storage: disk,
				send: () => Promise.resolve(undefined),
				wall: () => 0,
				alone: () => Promise.resolve(),
				random: () => 0,
			})
			const open = async (): Promise<void> => {
				page = new Dispatch({
					storage: disk,
					send: way({
						hub,
						fates: left,
						ended: () => {
							page.close()
							void open()
						},
					}),
					wall: () => 0,
					alone: (work, ended) => work(ended),
					random: () => 0,
				})
				await page.start()
			}
			await open()
			const events = story.map(eventOf)
			for (const event of events) await page.say('o', [event])
			await vi.advanceTimersByTimeAsync(30 * 60_000)

			const expected = expectation(events)
			expect(hub.taken).toEqual(expected.taken)
			const states = new Map(page.items().map(({ event, state }) => [event.id, state]))
			expect([...states].filter(([, state]) => state === 'refused').map(([id]) => id)).toEqual(expected.refused)
			expect([...states].filter(([, state]) => state === 'held').map(([id]) => id)).toEqual(expected.held)
			page.close()
		}),
		{ numRuns: 150 },
	)
	vi.useRealTimers()
})

/** Said by hand: a refused one takes along what would not exist without it. */
function expectation(events: readonly SaidEvent[]): { readonly taken: string[]; readonly refused: string[]; readonly held: string[] } {
	const [taken, refused, held]: [string[], string[], string[]] = [[], [], []]
	const missing = new Set<string>()
	for (const { id, entity, op, links, ext } of events) {
		const needs = [entity, ...(links ?? []).map(({ to }) => to)]
		if (needs.some((name) => missing.has(name))) held.push(id)
		else if (JSON.stringify(ext) === '{"bad":true}') refused.push(id)
		else {
			taken.push(id)
			continue
		}
		if (op === 'upsert') missing.add(entity)
	}
	return { taken, refused, held }
}
