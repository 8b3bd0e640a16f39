import { expect, test } from 'vitest'

import { formerSpeaker } from './crews.ts'

const CREWS = [
	{ at: 100, leader: 'Meyer' },
	{ at: 200, leader: 'Yilmaz', before: 'Meyer' },
]

test('what was said before a hand-over stays the word of the crew that said it', () => {
	expect(formerSpeaker(50, CREWS)).toEqual({ until: 100 })
	expect(formerSpeaker(150, CREWS)).toEqual({ until: 200, name: 'Meyer' })
	expect(formerSpeaker(200, CREWS)).toBeUndefined()
	expect(formerSpeaker(0, [])).toBeUndefined()
})
