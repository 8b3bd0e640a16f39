import type { Stack } from '@lagebild/testing/stack.ts'
import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { apiOf, entitiesOf, isRecord, recordsIn, uuid7 } from './api.ts'
import type { Api } from './api.ts'
import { signIn } from './fixtures.ts'

type Versions = Readonly<Record<string, number>>

function incident(n: number, op: 'upsert' | 'patch' | 'end', payload?: Record<string, unknown>): Record<string, unknown> {
	const body = payload === undefined ? {} : { payload }
	const place = op === 'upsert' ? { geometry: { type: 'Point', coordinates: [9.9 + n / 200, 53.5] } } : {}
	return { id: uuid7(), kind: 'incident', entity: `incident:leitstelle:i${n}`, op, ...body, ...place }
}

async function post(api: Api, events: readonly Record<string, unknown>[]): Promise<void> {
	const { body } = await api.post('/api/v1/operations/probe/events', events)
	expect(JSON.stringify(body)).not.toContain('"fault"')
}

/** What the hub shows: version by row, with measured rows under `id#m`. */
async function hubVersions(api: Api): Promise<Versions> {
	const entities = await entitiesOf(api, 'probe', '?bases=false')
	const versions: Record<string, number> = {}
	for (const { id, v, measured } of entities) {
		versions[String(id)] = Number(v)
		if (isRecord(measured)) versions[`${String(id)}#m`] = Number(measured['v'])
	}
	return versions
}

/** Everything that the page keeps of an operation, as JSON: it writes picture and cursors in one transaction. */
async function keptBy(page: Page): Promise<readonly string[]> {
	return page.evaluate(async () => {
		const names = (await indexedDB.databases()).map(({ name }) => name ?? '').filter((name) => name.includes('probe'))
		const read = (name: string) =>
			new Promise<string>((resolve, reject) => {
				const opening = indexedDB.open(name)
				opening.addEventListener('error', () => reject(new Error(name)))
				opening.addEventListener('success', () => {
					const reading = opening.result.transaction('pictures').objectStore('pictures').get('newest')
					reading.addEventListener('success', () => {
						opening.result.close()
						resolve(JSON.stringify(reading.result ?? null))
					})
				})
			})
		return Promise.all(names.map(read))
	})
}

async function heldVersions(page: Page): Promise<Versions> {
	const versions: Record<string, number> = {}
	for (const text of await keptBy(page)) {
		const load: unknown = JSON.parse(text)
		if (!isRecord(load)) continue
		for (const { id, v } of recordsIn(load['rows'])) versions[String(id)] = Number(v)
		for (const { id, v } of recordsIn(load['measured'])) versions[`${String(id)}#m`] = Number(v)
	}
	return versions
}

async function expectSame(page: Page, api: Api): Promise<void> {
	await expect.poll(() => heldVersions(page), { timeout: 20_000 }).toEqual(await hubVersions(api))
}

/** Cuts a browser's link until its chip says `age`, changes everything meanwhile, and expects the hub's content afterwards. */
export async function cutOff(page: Page, stack: Stack, age: RegExp): Promise<void> {
	const proxy = await startTcpProxy(stack.port)
	const origin = `http://127.0.0.1:${proxy.port}`
	try {
		const admin = apiOf(stack.url, stack.key(['--name', 'verwaltung', '--role', 'admin']))
		const api = apiOf(stack.url, stack.key(['--name', 'leitstelle', '--role', 'integrator']))
		await admin.post('/api/v1/operations', { id: 'probe', name: 'Probe', status: 'test' })
		await post(
			api,
			Array.from({ length: 30 }, (_, n) => incident(n, 'upsert', { title: `Keller ${n}`, category: 'flooding' })),
		)
		await post(api, [
			{
				id: uuid7(),
				kind: 'unit',
				entity: 'unit:leitstelle:u1',
				op: 'upsert',
				payload: { callsign: 'Florian Hamburg 1', organisation: 'feuerwehr' },
			},
		])

		await signIn(page, stack, origin)
		await page.goto(`${origin}/#/probe/lage`)
		const chip = page.getByRole('button', { name: /^(?:Live|vor \d|Stand|Unterbrochen)/ }).first()
		await expect(chip).toContainText('Live')
		await expectSame(page, api)
		/** The shell is kept from now on. */
		await page.evaluate(async () => {
			await navigator.serviceWorker.ready
		})

		proxy.cut()
		await post(
			api,
			Array.from({ length: 10 }, (_, n) => incident(n, 'patch', { state: 'working' })),
		)
		await post(
			api,
			Array.from({ length: 5 }, (_, n) => incident(n, 'end')),
		)
		await post(
			api,
			Array.from({ length: 10 }, (_, n) => incident(100 + n, 'upsert', { title: `Neu ${n}`, category: 'other' })),
		)
		const observed = new Date().toISOString()
		await api.post('/api/v1/operations/probe/measurements', {
			positions: { entity: ['unit:leitstelle:u1'], observed: [observed], lat: [53.51], lng: [10.02] },
		})
		await expect(chip).toContainText(age, { timeout: 45_000 })
		proxy.heal()
		await expect(chip).toContainText('Live', { timeout: 45_000 })
		await expectSame(page, api)

		proxy.cut()
		await page.reload()
		await page.getByRole('tab', { name: /Objekte/ }).click()
		await expect(page.getByRole('grid').first()).toHaveAttribute('aria-rowcount', /^[1-9]\d$/)
		await expect(chip).not.toContainText('Live')
		await page.screenshot({ path: 'test-results/shots/frozen.png' })
	} finally {
		await proxy.close()
	}
}
