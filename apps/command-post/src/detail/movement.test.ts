import { createFormats } from '@lagebild/ui/formats.ts'
import { expect, test } from 'vitest'

import { measured, thing, track, unit } from '../testing/things.ts'
import { movementOf } from './movement.ts'

const formats = createFormats('de', 'Europe/Berlin')
const ship = track({ name: 'ELBMOEWE', mmsi: '211999001' })

test('ships go in knots and other things in kilometres per hour', () => {
	expect(movementOf(thing(ship, measured(ship, { speed: 4.89, course: 143.2 })), formats)).toEqual([
		{ field: 'speed', text: '9,5 kn' },
		{ field: 'course', text: '143°' },
	])
	expect(movementOf(thing(unit({}), measured(unit({}), { speed: 10 })), formats)).toEqual([{ field: 'speed', text: '36 km/h' }])
})

test('what lies still has no course, and what says no speed says nothing', () => {
	expect(movementOf(thing(ship, measured(ship, { speed: 0, course: 10 })), formats)).toEqual([{ field: 'speed', text: '0,0 kn' }])
	expect(movementOf(thing(ship, measured(ship, { course: 10 })), formats)).toEqual([])
})
