import { expect, test } from 'vitest'

import { healthSayings } from './health-words.ts'

test.each([
	['upstream list shrank 41 → 0', [{ key: 'shrank', values: { from: '41', to: '0' } }]],
	['HTTP 503 Service Unavailable', [{ key: 'http', values: { rest: 'HTTP 503 Service Unavailable' } }]],
	[
		'HTTP 503 (5 failures in a row: it is left alone longer and longer, and asked for one document then)',
		[
			{ key: 'http', values: { rest: 'HTTP 503' } },
			{ key: 'leftAlone', values: { count: '5' } },
		],
	],
	['ECONNREFUSED 127.0.0.1:9: nobody listens there', [{ key: 'nobodyListens', values: {} }]],
	['not connected: the broker refuses: bad user name', [{ key: 'notConnected', values: { rest: 'the broker refuses: bad user name' } }]],
	['3 items not understood, the first: bad-time', [{ key: 'notUnderstood', values: { count: '3', what: 'bad-time' } }]],
	['it changes from poll to poll', [{ key: 'unsteady', values: {} }]],
	['connected, but no message came yet', [{ key: 'noMessage', values: {} }]],
	[
		'reading a document of 9 bytes took longer than 20 s; started again in 4 s',
		[
			{ key: 'document', values: { size: '9', seconds: '20' } },
			{ key: 'restarted', values: { seconds: '4' } },
		],
	],
	['Wartung bis 18 Uhr', [{ key: 'quoted', values: { rest: 'Wartung bis 18 Uhr' } }]],
])('%s is said in words of ours, and what others said is kept', (reason, sayings) => {
	expect(healthSayings(reason)).toEqual(sayings)
})
