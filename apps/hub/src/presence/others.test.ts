import { expect, test } from 'vitest'

import { Others } from './others.ts'
import { Who } from './who.ts'

const anna = Who.parse({ operation: 'lage', credential: 'person-anna', via: 'person', name: 'Anna', role: 'staff' })
const bert = { ...anna, credential: 'person-bert', name: 'Bert' }

function others() {
	const asked: string[] = []
	let changes = 0
	const made = new Others(
		() => changes++,
		(of) => asked.push(of),
	)
	return { made, asked, changes: () => changes }
}

test('[N12] people of a hub that is not heard any more are gone within ten seconds', () => {
	const { made, changes } = others()
	made.hear('a', { type: 'whole', no: 1, who: [anna] }, 0)
	made.hear('a', { type: 'here', no: 1 }, 3_000)
	made.sweep(10_900)
	expect(made.of('lage')).toEqual([anna])
	made.sweep(12_000)
	expect([made.of('lage'), changes()]).toEqual([[], 2])
})

test('[N10] whoever missed a word of a hub asks for all of it, and takes no change that does not follow', () => {
	const { made, asked } = others()
	made.hear('a', { type: 'here', no: 4 }, 0)
	made.hear('a', { type: 'whole', no: 4, who: [anna] }, 0)
	made.hear('a', { type: 'change', no: 5, joined: [bert], left: [anna] }, 0)
	expect(made.of('lage')).toEqual([bert])
	made.hear('a', { type: 'change', no: 7, joined: [anna], left: [] }, 0)
	made.hear('a', { type: 'here', no: 7 }, 0)
	expect([made.of('lage'), asked]).toEqual([[bert], ['a', 'a', 'a']])
	made.hear('a', { type: 'gone' }, 0)
	expect(made.of('lage')).toEqual([])
})
