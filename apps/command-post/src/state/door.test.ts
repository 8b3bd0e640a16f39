import { expect, test } from 'vitest'

import { readDoor } from './door.ts'
import { readRoute } from './route.ts'

const CODE = 'q1w2e3r4t5z6u7i8o9p0-_asdfghjklyxcvbnmASDFG'

test('the two addresses without an operation are told from operations of the same name', () => {
	expect(readDoor('#/anmelden')).toEqual({ type: 'sign-in' })
	expect(readDoor('#/anmelden?fault=not-allowed')).toEqual({ type: 'sign-in', fault: 'not-allowed' })
	expect(readDoor(`#/einladung/${CODE}`)).toEqual({ type: 'invitation', code: CODE })
	expect(readDoor('#/anmelden/lage')).toBeUndefined()
	expect(readDoor('#/einladung/stammdaten')).toBeUndefined()
	expect(readDoor(`#/einladung/${CODE}/lage`)).toBeUndefined()
	expect(readDoor('#/sturmflut/lage?selected=unit:a:1')).toBeUndefined()
	expect(readDoor('')).toBeUndefined()
	expect(readRoute(`#/einladung/${CODE}`)).toEqual({ page: 'lage' })
	expect(readRoute('#/anmelden')).toEqual({ page: 'lage' })
	expect(readDoor(`#/einladung/${CODE}/`)).toEqual({ type: 'invitation', code: CODE })
})

test('what is left of such an address names no operation, and an operation of that name has a page', () => {
	for (const rest of ['#/einladung', '#/einladung/', '#/einladung/abgeschnitten', `#/einladung/${CODE}/x`, '#/anmelden/x']) {
		expect(readRoute(rest)).toEqual({ page: 'lage' })
	}
	expect(readRoute('#/einladung/lage')).toEqual({ operation: 'einladung', page: 'lage' })
})
