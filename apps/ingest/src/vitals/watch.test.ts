import type { Fetched } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { KeyedFeed } from '../config.ts'
import type { Hub } from '../hub.ts'
import { FeedWatch } from './watch.ts'

const START = Date.UTC(2026, 10, 21, 20)
const GAUGE = EntityId.parse('sensor:tore:1')
const GATES = { kind: 'facility', id: 'id', mode: 'delta', fields: { name: 'n', type: { value: 'gate' } } }
const common = { id: 'tore', name: 'Tore', format: 'mapping', operation: 'base', key: 'lb_secret_key', options: { mapping: GATES } }
const feed = KeyedFeed.parse({ ...common, url: 'https://u:pw@a.example/x?token=s3cr3t' })

function watching() {
	const opened = openFormat(feed.format, feed.options)
	if (!opened.ok) throw new Error('the mapping is wrong')
	const clock = { now: START }
	return { clock, watch: new FeedWatch(feed, opened.value, () => clock.now) }
}

const bytes = (text: string) => new TextEncoder().encode(text)
const reception = { feed: 'tore', received: instant(START), url: feed.url, contentType: 'application/json' }

const hub: Hub = {
	submit: () => Promise.resolve({ type: 'answered', answer: [] }),
	measure: () => Promise.resolve({ type: 'answered', answer: { stored: 1, unchanged: 0, refused: [] } }),
	quarantine: () => Promise.resolve({ type: 'answered', answer: undefined }),
	series: () => Promise.resolve({ type: 'undelivered', reason: '' }),
	history: () => Promise.resolve({ type: 'undelivered', reason: '' }),
}

describe('what is seen of a feed', () => {
	test('a refused item knows where it came from, without keys', () => {
		const { watch } = watching()
		const { rejects } = watch.adapter().parse(bytes('[{"id":1,"n":"Tor"},{"n":"x"}]'), reception)
		const mapping = watch.mappingVersion
		const url = 'https://a.example/x?token=…'
		expect(rejects).toMatchObject([{ raw: '{"n":"x"}', origin: { stage: 'item', url, contentType: 'application/json', mapping } }])
		expect(watch.summary.minutes).toMatchObject([{ rejects: 1 }])
		expect(watch.sample()).toMatchObject({
			raw: '[{"id":1,"n":"Tor"},{"n":"x"}]',
			events: [{ entity: 'facility:tore:1' }],
			rejects: [{ raw: '{"n":"x"}' }],
		})
	})

	test('what a document repeats of its own address is not told with it', () => {
		const { watch } = watching()
		const text = '[{"id":1,"n":"Tor s3cr3t"},{"n":"x","self":"https://a.example/x?token=s3cr3t"}]'
		const { rejects, events } = watch.adapter().parse(bytes(text), reception)
		expect(events).toHaveLength(1)
		expect(rejects).toHaveLength(1)
		expect(JSON.stringify([rejects, watch.sample()])).not.toContain('s3cr3t')
		expect(watch.sample()?.events).toMatchObject([{ payload: { name: 'Tor …' } }])
	})

	test('a key that a source repeats is not said in its events; a plain word or a time that is like one stays', () => {
		const url = 'https://a.example/x?accesskey=Zx81c0ffee&keyword=Elbe&code=2026'
		const keyed = KeyedFeed.parse({
			...common,
			url,
			options: { mapping: { ...GATES, url: 'self', fields: { ...GATES.fields, remark: 'r' } } },
		})
		const opened = openFormat(keyed.format, keyed.options)
		if (!opened.ok) throw new Error('the mapping is wrong')
		const { parse } = new FeedWatch(keyed, opened.value, () => START).adapter()
		const item = (key: string) =>
			JSON.stringify([{ id: 1, n: 'Tor Elbe 2026', r: `Abruf mit ${key}`, self: `https://a.example/1?accesskey=${key}` }])
		const [event] = parse(bytes(item('Zx81c0ffee')), reception).events
		expect(event).toMatchObject({
			entity: 'facility:tore:1',
			payload: { name: 'Tor Elbe 2026', remark: 'Abruf mit …' },
			provenance: { url: 'https://a.example/1?accesskey=…' },
		})
		const [other] = parse(bytes(item('gone')), reception).events
		expect(event?.id).not.toBe(other?.id)
	})

	test('of a document that is no text the bytes are kept, and what is too long says so', () => {
		const { watch } = watching()
		const [binary] = watch.adapter().parse(new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), reception).rejects
		expect(binary?.origin).toMatchObject({ stage: 'document', bytes: '//4A2A==' })
		const [long] = watch.adapter().parse(bytes('x'.repeat(70_000)), reception).rejects
		expect(long?.origin).toMatchObject({ stage: 'document', cut: true })
	})

	test('the last error is in the words of the upstream, without markup, keys and more than 300 characters', async () => {
		const { watch } = watching()
		const said = `<h1>Wartung</h1> token s3cr3t, key lb_secret_key ${'x'.repeat(500)}`
		const failed: Fetched = { type: 'failed', reason: 'HTTP 503 Service Unavailable', said }
		await watch.fetcher({ get: () => Promise.resolve(failed), close: () => Promise.resolve() }).get('https://a.example')
		const text = watch.error?.text ?? ''
		expect(text).toMatch(/^HTTP 503 Service Unavailable: Wartung token …, key … x+/)
		expect(text.length).toBeLessThanOrEqual(300)
		watch.judged({ type: 'failed', reason: 'HTTP 503 Service Unavailable' })
		expect(watch.error?.text).toBe(text)
		watch.judged({ type: 'failed', reason: 'no message since noon' })
		expect(watch.error?.text).toBe('no message since noon')
		watch.adapter().parse(bytes('<html><body>Anmelden</body></html>'), reception)
		expect(watch.error?.text).toMatch(/: Anmelden$/)
	})

	test('lag is from the time of the source to the answer; neither the past nor a clock that is ahead counts', async () => {
		const { watch, clock } = watching()
		const told = watch.hub(hub)
		const at = (ms: number) => new Date(START + ms).toISOString()
		clock.now = START + 600_000
		const row = (observed: string) => ({ observations: { entity: [GAUGE], observed: [observed], value: [1] } })
		await told.measure(row(at(599_000)))
		await told.measure(row(at(-86_400_000)))
		await told.measure(row(at(9_000_000)))
		await told.measure({ ...row(at(0)), backfill: true })
		expect(watch.summary).toMatchObject({ lagP95Ms: 1_000, minutes: [{ messages: 3 }] })
		expect(watch.newest).toBe(at(599_000))
	})
})
