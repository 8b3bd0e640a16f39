import { expect, test } from 'vitest'

import { gateView } from '../select/gates.ts'
import { claim, gate } from '../testing/things.ts'
import { namesIn } from './names.ts'

test('gates are named by what they are taken for, a conflict under conflict alone', () => {
	const views = [
		gate([claim('open', 'device')], { native: '1', fields: { name: 'Tor Baumwall 2', type: 'gate' } }),
		gate([claim('closed', 'device'), claim('open', 'person')], { native: '2', fields: { name: 'Tor Klütjenfeld 7', type: 'gate' } }),
		gate([], { native: '3', fields: { name: 'Sperrwerk Billwerder', type: 'gate' } }),
	].map(gateView)
	expect(namesIn(views, 'open')).toBe('Baumwall 2')
	expect(namesIn(views, 'conflict')).toBe('Klütjenfeld 7')
	expect(namesIn(views, 'unknown')).toBe('Sperrwerk Billwerder')
	expect(namesIn(views, 'fault')).toBe('')
})
