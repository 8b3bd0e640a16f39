import { describe, expect, test } from 'vitest'

import { StreamConfig, streamFaults, streamTransport } from './stream.ts'

function faults(url: string, stream?: unknown): readonly string[] {
	const read = stream === undefined ? {} : { stream: StreamConfig.parse(stream) }
	return streamFaults({ url, ...read }).map(({ key }) => key)
}

const topics = { topics: ['v1.1/Things(7)/+'] }

test('a feed is heard by its address, or by its type', () => {
	const heard = ['mqtt://a', 'mqtts://a', 'ws://a', 'wss://a', 'tcp://a:1', 'udp://a:1'].map((url) => streamTransport({ url }))
	expect(heard).toEqual(['mqtt', 'mqtt', 'websocket', 'websocket', 'tcp', 'udp'])
	expect(['http://a', 'https://a', 'file:///a', 'webhook:'].map((url) => streamTransport({ url }))).toEqual(Array(4).fill(undefined))
	expect(streamTransport({ url: 'https://a', stream: StreamConfig.parse({ type: 'sse' }) })).toBe('sse')
})

describe('what cannot be meant is refused by name', () => {
	test('what belongs to the address passes', () => {
		expect(faults('mqtt://a', { ...topics, username: 'u', passwordFile: 'p', clientId: 'c', caFile: 'ca' })).toEqual([])
		expect(faults('wss://a/stream', { hello: 'x', headers: { authorization: '{{KEY}}' }, secretFiles: { KEY: 'key' } })).toEqual([])
		expect(faults('tcp://a:5631', { hello: ['x', 'y'] })).toEqual([])
		expect(faults('udp://127.0.0.1:10110')).toEqual([])
		expect(faults('https://a/events', { type: 'sse', headers: { a: 'b' } })).toEqual([])
		expect(faults('https://a/document')).toEqual([])
	})
	test('topics are needed and must be filters', () => {
		expect(faults('mqtt://a')).toEqual(['stream.topics'])
		expect(faults('mqtt://a', { topics: ['a/#', 'a/#/b'] })).toEqual(['stream.topics.1'])
		expect(faults('mqtt://a', { topics: ['a+/b'] })).toEqual(['stream.topics.0'])
		expect(faults('mqtt://a', { topics: ['#', '+/a/+'] })).toEqual([])
	})
	test('words of another transport, addresses without a port or with a secret', () => {
		expect(faults('mqtt://a', { ...topics, hello: 'x' })).toEqual(['stream.hello'])
		expect(faults('udp://a:1', { hello: 'x' })).toEqual(['stream.hello'])
		expect(faults('tcp://a:1', { username: 'x', headers: {} })).toEqual(['stream.username', 'stream.headers'])
		expect(faults('https://a', { headers: {} })).toEqual(['stream'])
		expect(faults('tcp://a')).toEqual(['url'])
		expect(faults('mqtt:///a', topics)).toEqual(['url'])
		expect(faults('mqtt://me:secret@a', topics)).toEqual(['url'])
	})
})
