import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { OperationClient } from '@lagebild/client/client.ts'
import type { connectOperation } from '@lagebild/client/connect.ts'
import type { idbStorage } from '@lagebild/client/storage-idb.ts'
import { startStack } from '@lagebild/testing/stack.ts'
import type { Stack } from '@lagebild/testing/stack.ts'
import { expect, test } from '@playwright/test'
import type { Browser, BrowserContext, Page } from '@playwright/test'

import { apiOf, isRecord, uuid7 } from '../api.ts'
import { clientBundle } from '../client-bundle.ts'
import { signIn, startQuietStack } from '../fixtures.ts'

declare global {
	/** Of the bundle. */
	const lagebildClient: { readonly connectOperation: typeof connectOperation; readonly idbStorage: typeof idbStorage }
	// oxlint-disable-next-line no-var
	var client: OperationClient
}

type Said = { readonly id: string } & Record<string, unknown>

function incident(source: string, n: number): Said {
	return {
		id: uuid7(),
		kind: 'incident',
		entity: `incident:${source}:keller-${n}`,
		op: 'upsert',
		times: { observed: new Date().toISOString() },
		geometry: { type: 'Point', coordinates: [10 + n / 1_000, 53.5] },
		payload: { title: `Keller ${source} ${n}`, category: 'flooding' },
	}
}

/** A device of an integrator: any page of this origin with the client package, and storage of its own. */
async function openDevice(
	context: BrowserContext,
	stack: Stack,
	{ key, bundle }: { readonly key: string; readonly bundle: string },
): Promise<Page> {
	const page = await context.newPage()
	await page.goto(`${stack.url}/healthz`)
	await page.addScriptTag({ content: bundle })
	await page.evaluate((token) => {
		globalThis.client = lagebildClient.connectOperation({
			url: location.origin,
			operation: 'hamburg',
			token,
			want: { cover: 'all' },
			storage: lagebildClient.idbStorage('device.hamburg'),
			now: () => performance.now(),
			wall: () => Date.now(),
		})
	}, key)
	return page
}

function say(page: Page, events: readonly Said[]): Promise<readonly unknown[]> {
	return page.evaluate((all) => globalThis.client.submit(all), events)
}

function epochOf(page: Page): Promise<string | undefined> {
	return page.evaluate(() => globalThis.client.state().epoch)
}

async function expectRows(page: Page, count: number): Promise<void> {
	await expect.poll(() => page.evaluate(() => globalThis.client.rows().size), { timeout: 60_000 }).toBe(count)
	await expect.poll(() => page.evaluate(() => globalThis.client.pending().length), { timeout: 60_000 }).toBe(0)
}

async function idsIn(stack: Stack, key: string): Promise<readonly string[]> {
	const lines = (await apiOf(stack.url, key).text('/api/v1/operations/hamburg/journal?from=1')).trim().split('\n')
	const events = lines.map((line): unknown => JSON.parse(line)).flatMap((entry) => (isRecord(entry) ? [entry['event']] : []))
	return events.flatMap((event) => (isRecord(event) && event['op'] === 'upsert' ? [String(event['id'])] : []))
}

function contextOf(browser: Browser): Promise<BrowserContext> {
	return browser.newContext({ bypassCSP: true })
}

test('a backup of before and what the devices said since is everything, and a page shows it', async ({ browser }) => {
	test.setTimeout(180_000)
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-bundle-'))
	const bundle = await clientBundle(folder)
	let stack = await startQuietStack()
	try {
		const keys = ['nord', 'sued'].map((name) => stack.key(['--name', name, '--role', 'integrator', '--operations', 'hamburg']))
		const contexts = await Promise.all([contextOf(browser), contextOf(browser)])
		const devices = contexts.map((context, index) => ({ context, key: keys[index] ?? '', bundle }))
		const pages = await Promise.all(devices.map(({ context, ...device }) => openDevice(context, stack, device)))
		const [north, south] = [pages[0] ?? (await fail()), pages[1] ?? (await fail())]
		const before = [incident('nord', 1), incident('sued', 1)]
		await say(north, before.slice(0, 1))
		await say(south, before.slice(1))
		const made = stack.command(['backup'])
		expect(made.status, made.stderr).toBe(0)
		const backup = /^(\/\S+lagebild-\d{8}T\d{6}Z): /m.exec(made.stdout)?.[1] ?? ''
		const after = [incident('nord', 2), incident('nord', 3), incident('sued', 2)]
		await say(north, after.slice(0, 2))
		await say(south, after.slice(2))
		await Promise.all([north, south].map((page) => expectRows(page, 5)))
		const epoch = await epochOf(north)
		await south.close()
		expect(stack.command(['restore', backup]).stderr).toContain('in use by process')
		await stack.stop()
		const restored = stack.command(['restore', backup])
		expect(restored.status, restored.stderr).toBe(0)
		const { data, port } = stack
		stack = await startStack({ data, port, env: { LAGEBILD_CONFIG: join(data, 'quiet.config.json') } })
		await expectRows(north, 4)
		expect(await epochOf(north)).not.toBe(epoch)
		const again = await openDevice(devices[1]?.context ?? (await fail()), stack, { key: keys[1] ?? '', bundle })
		await Promise.all([north, again].map((page) => expectRows(page, 5)))
		expect((await idsIn(stack, keys[0] ?? '')).toSorted()).toEqual([...before, ...after].map(({ id }) => id).toSorted())
		const verdict = stack.command(['verify', '--witness', join(backup, 'manifest.json')])
		expect(verdict.stdout).toMatch(/hamburg: unbroken from 1 to \d+, signed up to \d+, witnessed up to \d+/)
		const desk = await browser.newPage()
		await signIn(desk, stack)
		await desk.goto(`${stack.url}/#/hamburg/lage`)
		await desk.getByRole('tab', { name: /Objekte 5/ }).click()
		await expect(desk.getByRole('grid').first()).toContainText('Keller nord 3')
		await desk.close()
		await Promise.all(contexts.map((context) => context.close()))
	} finally {
		await stack.dispose()
		rmSync(folder, { recursive: true })
	}
})

function fail(): Promise<never> {
	return Promise.reject(new Error('a page is missing'))
}
