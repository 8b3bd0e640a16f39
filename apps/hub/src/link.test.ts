import type { ClientState, OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import type { ClientStorage } from '@lagebild/client/storage.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { Want } from '@lagebild/model/protocol.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import type { TcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

vi.setConfig({ testTimeout: 90_000 })

let hub: TestHub
let proxy: TcpProxy

beforeAll(async () => {
	hub = await TestHub.start()
	proxy = await startTcpProxy(Number(new URL(hub.url).port))
})

afterAll(async () => {
	await proxy.close()
	await hub.close()
})

function follow(storage: ClientStorage): OperationClient {
	return connectOperation({
		url: `http://127.0.0.1:${proxy.port}`,
		operation: 'lage',
		token: hub.admin,
		want: Want.parse({}),
		now: () => performance.now(),
		wall: Date.now,
		storage,
	})
}

/** Resolves when the state after some update fulfils the claim. */
function until(client: OperationClient, claim: (state: ClientState) => boolean): Promise<void> {
	if (claim(client.state())) return Promise.resolve()
	return new Promise((resolve) => {
		const stop = client.subscribe(({ state }) => {
			if (!claim(state)) return
			stop()
			resolve()
		})
	})
}

function memory(): ClientStorage & { readonly held: () => Load | undefined } {
	let held: Load | undefined
	return {
		held: () => held,
		read: () => Promise.resolve(held),
		write: (load) => {
			held = structuredClone(load)
			return Promise.resolve()
		},
		clear: () => {
			held = undefined
			return Promise.resolve()
		},
	}
}

const Picture = z.object({ entities: z.array(z.object({ id: z.string(), v: z.number() })) })

async function versionsOnHub(): Promise<readonly string[]> {
	const { body } = await hub.ask('/api/v1/operations/lage/picture?bases=false', { key: hub.admin })
	const { entities } = Picture.parse(body)
	return entities.map(({ id, v }) => `${id}@${v}`).toSorted()
}

function versionsOf(client: OperationClient): readonly string[] {
	return [...client.rows().values()].map(({ id, v }) => `${id}@${v}`).toSorted()
}

const FIRST = EntityId.parse('incident:admin:keller-veddel-100')

describe('a client behind a broken link', () => {
	test('[H6] resumes where it was, sends what waited, and holds what the hub holds', async () => {
		const storage = memory()
		const client = follow(storage)
		await until(client, ({ session }) => session === 'live')
		await client.submit([smallestEvent(100)])
		await until(client, () => client.rows().has(FIRST) && client.pending().length === 0)
		const held = client.rows().get(FIRST)
		proxy.cut()
		await until(client, ({ session }) => session === 'offline')
		await Promise.all([101, 102, 103].map((n) => hub.post(smallestEvent(n))))
		const waiting = client.submit([smallestEvent(104)])
		expect(client.pending()).toEqual([{ id: uuid(104), state: 'waiting' }])
		proxy.heal()
		expect(await waiting).toMatchObject([{ id: uuid(104), effect: 'applied' }])
		await until(client, () => client.rows().size === 5 && client.pending().length === 0)
		expect(versionsOf(client)).toEqual(await versionsOnHub())
		expect(client.rows().get(FIRST)).toBe(held)
		await client.close()
		expect(storage.held()?.rows).toHaveLength(5)
	})

	test('[C2] shows what it stored while no hub answers, and says so', async () => {
		const storage = memory()
		const first = follow(storage)
		await until(first, ({ session }) => session === 'live' && first.rows().size === 5)
		await first.close()
		proxy.cut()
		const second = follow(storage)
		await until(second, ({ stored }) => stored)
		expect(versionsOf(second)).toEqual(await versionsOnHub())
		proxy.heal()
		await until(second, ({ session, stored }) => session === 'live' && !stored)
		await second.close()
	})
})
