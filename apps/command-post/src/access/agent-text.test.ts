import { expect, test } from 'vitest'

import { agentOf } from './agent-text.ts'

test('a browser is called as people call it', () => {
	const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36'
	expect(agentOf(chrome)).toEqual({ browser: 'Chrome', system: 'Linux' })
	expect(agentOf(`${chrome} Edg/150.0`)?.browser).toBe('Edge')
	expect(agentOf('Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19 Safari/604.1')).toEqual({
		browser: 'Safari',
		system: 'iOS',
	})
	expect(agentOf('curl/8.5')).toBeUndefined()
	expect(agentOf(undefined)).toBeUndefined()
})
