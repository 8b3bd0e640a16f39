import { describe, expect, test } from 'vitest'

import { Desk, incident, unit } from './testing/desk.ts'
import { Watcher } from './testing/watcher.ts'

/** An incident that 140 units and 20 incidents are about, the incidents first. */
function crowded(): Desk {
	const desk = new Desk()
	const links = [{ rel: 'about', to: 'incident:lage:keller' }]
	const near = Array.from({ length: 20 }, (_, i) => incident(100 + i, { entity: `incident:lage:${i}`, links }))
	const units = Array.from({ length: 140 }, (_, i) => ({ ...unit(200 + i, `u${i}`), links }))
	desk.submit([incident(1), ...near, ...units])
	desk.take('append')
	return desk
}

function watcher(desk: Desk, kinds: readonly ('incident' | 'unit')[]): Watcher {
	const made = new Watcher(desk, kinds.join('-'))
	made.join({ cover: 'all', kinds: [...kinds] })
	desk.tick()
	desk.take('frame')
	return made
}

function shown(frames: ReturnType<Watcher['frames']>) {
	const row = frames.flatMap((frame) => (frame.lane === 'M' ? [] : (frame.put ?? []))).find(({ id }) => id === 'incident:lage:keller')
	return row && { links: row.links?.length, more: row.moreLinks }
}

describe('a thing that hundreds are linked with', () => {
	test('[H2] links that are only counted are counted for nobody who does not see their kind', () => {
		const desk = crowded()
		const [all, incidents] = [watcher(desk, ['incident', 'unit']), watcher(desk, ['incident'])]
		desk.submit([incident(2, { op: 'patch', payload: { description: 'mehr' } })])
		desk.tick()
		const frames = desk.take('frame')
		const to = (one: Watcher) => frames.flatMap((frame) => (frame.to.includes(one.id) ? [frame.message] : []))
		expect(shown(to(all))).toEqual({ links: 100, more: { incident: 20, unit: 40 } })
		expect(shown(to(incidents))).toEqual({ links: undefined, more: { incident: 20 } })
	})

	test('[H2] a change of scope puts the row anew where only its count is another', () => {
		const desk = crowded()
		desk.submit(
			Array.from({ length: 100 }, (_, i) =>
				incident(400 + i, { entity: `incident:lage:n${i}`, links: [{ rel: 'about', to: 'incident:lage:keller' }] }),
			),
		)
		const a = watcher(desk, ['incident'])
		a.say('scope', { want: { cover: 'all', kinds: ['incident', 'unit'] } })
		desk.tick()
		expect(shown(a.frames())).toEqual({ links: 100, more: { incident: 20, unit: 140 } })
	})
})
