import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import type { Parsed } from '../adapter.ts'
import { mapping } from './adapter.ts'
import { MappingOptions } from './options.ts'
import type { Shipped } from './shipped.ts'
import { shippedText } from './shipped.ts'

function parse(document: unknown, shipped: Shipped): Parsed {
	const bytes = new TextEncoder().encode(JSON.stringify(document))
	const definition: unknown = JSON.parse(shippedText(shipped))
	const options = MappingOptions.parse({ mapping: definition })
	return mapping.parse(bytes, { feed: 'fremd', received: instant(Date.UTC(2026, 10, 21, 20)) }, options)
}

test.each([
	[['Beginn: 20.11.26 um 21:00 Uhr', 'Ende: 22.11.26 um 05:00 Uhr', '', 'A7']],
	[['Beginn:', '20.11.2026 um 21:00 Uhr', 'Ende:', '22.11.2026 um 05:00 Uhr', '', 'A7']],
	[['Beginn: 20.11.2026 21:00', 'Ende: 22.11.2026 05:00']],
])('the end is found in each of the forms that this service has had: %j', (description) => {
	const item = { identifier: 'x', isBlocked: 'false', future: false, coordinate: { lat: 53.5, long: 9.9 }, title: 'A7', description }
	const read = parse({ closure: [item] }, 'autobahn-closures')
	expect([read.rejects, read.events[0]]).toMatchObject([[], { validity: { until: '2026-11-22T04:00:00.000Z' } }])
})

test('the list of alarms alone is read as well; one alarm is no list that could end others, and has a mapping of its own', () => {
	const alarm = { id: 4714, foreign_id: '', title: 'THL', date: 1_795_290_120, lat: '53.5', lng: '9.9', priority: true, closed: false }
	const one = { success: true, data: alarm }
	expect(parse({ success: true, data: { items: { 4714: alarm }, sorting: [4714] } }, 'divera').listing?.ids).toEqual([
		'incident:fremd:4714',
	])
	const refused = parse(one, 'divera')
	expect([refused.listing, refused.rejects[0]?.message]).toEqual([undefined, expect.stringContaining('divera-alarm')])
	for (const document of [one, alarm])
		expect(parse(document, 'divera-alarm').events).toMatchObject([{ entity: 'incident:fremd:4714', op: 'upsert' }])
	expect(parse({ ...alarm, closed: true }, 'divera-alarm').events).toMatchObject([{ op: 'end' }])
	const no = { success: false, message: 'Zugangsschlüssel ungültig' }
	expect(parse(no, 'divera-alarm').rejects[0]?.message).toContain('Zugangsschlüssel ungültig')
})

test('a post of pictures alone says what they show, or where they are; a search finds its posts in a list of its own', () => {
	const post = (id: string, picture: object) => ({
		id,
		created_at: '2026-11-21T19:31:02.000Z',
		edited_at: null,
		visibility: 'public',
		url: null,
		content: '',
		spoiler_text: '',
		account: { acct: 'elbe' },
		media_attachments: [{ type: 'image', url: 'https://cdn.example/x.jpg', ...picture }],
	})
	const posts = [post('1', { description: 'Wasser auf der Straße' }), post('2', { description: null })]
	const found = parse({ accounts: [], statuses: posts, hashtags: [] }, 'mastodon')
	const texts = ['[image] Wasser auf der Straße', '[image] https://cdn.example/x.jpg']
	expect(found.events).toMatchObject(texts.map((text) => ({ payload: { text } })))
})
