import { connectOperation } from '@lagebild/client/connect.ts'
import type { Stack } from '@lagebild/testing/stack.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { until } from '@lagebild/testing/until.ts'
import { expect, test } from '@playwright/test'

import { apiOf, uuid7 } from '../api.ts'
import type { Api } from '../api.ts'
import { startQuietStack } from '../fixtures.ts'

type OperationClient = ReturnType<typeof connectOperation>

const UNITS = 400
const RATE = 20_000
const ROUNDS = 80

const names = Array.from({ length: UNITS }, (_, n) => `unit:leitstelle:u${n}`)

async function createUnits(api: Api): Promise<void> {
	const events = names.map((entity, n) => ({
		id: uuid7(),
		kind: 'unit',
		entity,
		op: 'upsert',
		payload: { callsign: `Florian Hamburg ${n}`, organisation: 'feuerwehr' },
	}))
	const { status } = await api.post('/api/v1/operations/hamburg/events', events)
	expect(status).toBe(207)
}

async function moveAll(api: Api, round: number): Promise<void> {
	const observed = new Date().toISOString()
	const { status } = await api.post('/api/v1/operations/hamburg/measurements', {
		positions: {
			entity: names,
			observed: names.map(() => observed),
			lat: names.map((_, n) => 53.5 + n / 10_000 + round / 100_000),
			lng: names.map(() => 10 + round / 100_000),
			speed: names.map(() => 12),
		},
	})
	expect(status).toBeLessThan(300)
}

function connect(stack: Stack, url: string, token: string): OperationClient {
	return connectOperation({
		url,
		operation: 'hamburg',
		token,
		want: { cover: 'all' },
		now: () => performance.now(),
		wall: () => Date.now(),
	})
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : 1
}

function contentOf(client: OperationClient): string {
	const measured = [...client.measured().values()].map(
		({ id, v, position }) => `${id} ${v} ${position?.lat.toFixed(6)} ${position?.lng.toFixed(6)}`,
	)
	const rows = [...client.rows().values()].map(({ id, v }) => `${id} ${v}`)
	return [...rows, ...measured].toSorted(compareText).join('\n')
}

test('a reader at 20 kB/s sees a picture at most 3 s old and ends with the same content', async () => {
	const stack = await startQuietStack()
	const proxy = await startTcpProxy(stack.port)
	const key = stack.key(['--name', 'leitstelle', '--role', 'integrator'])
	const api = apiOf(stack.url, key)
	await createUnits(api)
	await moveAll(api, 0)
	const open = await startTcpProxy(stack.port)
	const fast = connect(stack, `http://127.0.0.1:${open.port}`, key)
	proxy.limit(RATE)
	const slow = connect(stack, `http://127.0.0.1:${proxy.port}`, key)
	try {
		await until('the slow reader to be live', () => (slow.state().session === 'live' ? true : undefined), 30_000)
		const before = { slow: proxy.delivered(), fast: open.delivered() }
		const ages: number[] = []
		for (let round = 1; round <= ROUNDS; round++) {
			await moveAll(api, round)
			const asOf = slow.asOf()
			const hubNow = slow.hubNow()
			if (asOf !== undefined && hubNow !== undefined) ages.push(hubNow - asOf)
		}
		// The load must have been more than the link can carry, or this test shows nothing.
		expect(ages.length).toBeGreaterThan(ROUNDS / 2)
		expect(Math.max(...ages)).toBeLessThan(3_000)
		expect(open.delivered() - before.fast).toBeGreaterThan(2 * (proxy.delivered() - before.slow))
		await until('both readers to hold the same', () => (contentOf(slow) === contentOf(fast) ? true : undefined), 30_000)
		expect(slow.measured().size).toBe(UNITS)
	} finally {
		await Promise.all([slow.close(), fast.close()])
		await Promise.all([proxy.close(), open.close()])
		await stack.dispose()
	}
})
