import { expect, test } from 'vitest'

import { Counted } from './counted.ts'
import { FairQueue } from './fair-queue.ts'
import { networkOf } from './network.ts'

test('[Z18] of IPv6 the first half tells whose an address is', () => {
	const one = ['2001:db8::1', '2001:db8::ffff:1', '2001:0DB8:0:0:1:2:3:4', '2001:db8:0:0::']
	expect(new Set(one.map(networkOf))).toEqual(new Set(['2001:db8:0:0::/64']))
	expect(networkOf('2001:db8:0:1::1')).not.toBe(networkOf('2001:db8::1'))
	expect(['10.0.0.1', 'fe80::1%eth0', ''].map(networkOf)).toEqual(['10.0.0.1', 'fe80::1%eth0', ''])
})

test('[Z18] whoever has a network of addresses fills the access journal no faster than with one', () => {
	const counted = new Counted()
	for (let n = 0; n < 5_000; n++) {
		const address = `2001:db8::${n.toString(16)}`
		counted.take({ what: 'refused', address, fault: 'unauthenticated', route: 'GET /v1/session', count: 1 }, 'system', 0)
	}
	const entries = counted.all()
	expect(entries.length).toBeLessThan(60)
	expect(entries.reduce((sum, [detail]) => sum + ('count' in detail ? detail.count : 0), 0)).toBe(5_000)
})

test('[Z18] in the queue a network of addresses takes one turn, and leaves room for others', async () => {
	const queue = new FairQueue()
	const order: string[] = []
	const run = (address: string) => queue.run(address, 'anna', async () => void order.push(address))
	const flood = (n: number): string => `2001:db8::${n.toString(16)}`
	const all: Promise<void>[] = []
	let n = 0
	for (; !queue.full(flood(n)); n++) all.push(run(flood(n)))
	expect(n).toBeLessThan(100)
	expect(queue.full('10.0.0.1')).toBe(false)
	all.push(run('10.0.0.1'))
	await Promise.all(all)
	expect(order.indexOf('10.0.0.1')).toBeLessThan(3)
})
