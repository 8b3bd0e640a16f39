import { spawnSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'

import { startStack } from '@lagebild/testing/stack.ts'
import type { Stack } from '@lagebild/testing/stack.ts'
import { until } from '@lagebild/testing/until.ts'
import { chromium, expect, test } from '@playwright/test'
import type { BrowserContext, TestInfo } from '@playwright/test'

import { complaintsOf } from '../fixtures.ts'

const NAME = 'lagebild.home.arpa'

let stack: Stack
let home = ''

test.beforeAll(async () => {
	home = mkdtempSync(join(tmpdir(), 'lagebild-lan-'))
	const config = join(home, 'lan.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false }, lan: { host: '127.0.0.1', port: 0, trustPort: 0 } }))
	stack = await startStack({ data: join(home, 'data'), env: { LAGEBILD_CONFIG: config }, args: ['--lan', NAME] })
})

test.afterAll(async () => {
	await stack.dispose()
	rmSync(home, { recursive: true, force: true })
})

/** What the person at the console reads. */
async function printed(pattern: RegExp): Promise<string> {
	return until(`the line ${pattern.source}`, () => pattern.exec(stack.output())?.[0])
}

const network = (): Promise<string> => printed(new RegExp(`https://${NAME}:\\d+`))
const trust = (): Promise<string> => printed(new RegExp(`http://${NAME}:\\d+`))

/** From the trust page, as a tablet gets it. */
async function authority(): Promise<string> {
	const { port } = new URL(await trust())
	return (await fetch(`http://127.0.0.1:${port}/lagebild-ca.pem`)).text()
}

/**
 * A browser for which the name leads to this machine. With the tools of NSS it is told to trust the authority the way a person tells it;
 * without them it takes this one key for good, and says so in the report.
 */
async function browserThatTrusts(info: TestInfo): Promise<BrowserContext> {
	const pem = join(home, 'ca.pem')
	writeFileSync(pem, await authority())
	const store = join(home, '.pki', 'nssdb')
	mkdirSync(store, { recursive: true })
	const tool = (args: readonly string[]): boolean => spawnSync('certutil', ['-d', `sql:${store}`, ...args]).status === 0
	const made = existsSync(join(store, 'cert9.db')) || tool(['-N', '--empty-password'])
	const trusted = made && tool(['-A', '-t', 'C,,', '-n', 'lagebild', '-i', pem])
	info.annotations.push({ type: 'trust', description: trusted ? 'authority in the NSS database' : 'key of the machine by command line' })
	const { launchOptions = {} } = info.project.use
	return chromium.launchPersistentContext(join(home, 'profile'), {
		...launchOptions,
		env: { ...process.env, HOME: home },
		args: [
			...(launchOptions.args ?? []),
			`--host-resolver-rules=MAP ${NAME} 127.0.0.1`,
			...(trusted ? [] : [`--ignore-certificate-errors-spki-list=${await keyOfMachine()}`]),
		],
	})
}

async function keyOfMachine(): Promise<string> {
	const { port } = new URL(await network())
	const certificate = await new Promise<X509Certificate | undefined>((resolve) => {
		const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }, () => {
			resolve(socket.getPeerX509Certificate())
			socket.destroy()
		})
	})
	return createHash('sha256')
		.update(certificate?.publicKey.export({ type: 'spki', format: 'der' }) ?? '')
		.digest('base64')
}

test('a program that trusts the authority reaches the hub by name, and the fingerprint on the console is the one of the page', async () => {
	const ca = await authority()
	const status = await new Promise((resolve, reject) => {
		void network().then((url) => {
			const asked = request(
				`${url}/readyz`,
				{ ca, lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]) },
				(answer) => {
					answer.resume()
					resolve(answer.statusCode)
				},
			)
			asked.once('error', reject)
			asked.end()
			return asked
		}, reject)
	})
	expect(status).toBe(200)
	expect(stack.output()).toContain(new X509Certificate(ca).fingerprint256)
	expect(readFileSync(join(stack.data, 'secrets', 'lan', NAME, 'authority.crt'), 'utf8').trim()).toBe(ca.trim())
})

test('a tablet reads the page, opens the field app by name, and its service worker runs', async () => {
	const context = await browserThatTrusts(test.info())
	try {
		const page = await context.newPage()
		const complaints = complaintsOf(page)
		await page.goto(`${await trust()}/`)
		await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tablet mit Lagebild verbinden')
		await expect(page.getByRole('link', { name: 'Zertifikat laden' })).toBeVisible()
		for (const code of await page.getByRole('img').all())
			expect(await code.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
		await page.getByRole('link', { name: `${await network()}/field/` }).click()
		await page.waitForURL(`${await network()}/field/**`)
		expect(await page.evaluate(() => isSecureContext)).toBe(true)
		const worker = await page.evaluate(async () => {
			const { active } = await navigator.serviceWorker.ready
			return active?.scriptURL
		})
		expect(worker).toBe(`${await network()}/field/service-worker.js`)
		await page.context().setOffline(true)
		await page.reload()
		await expect(page.locator('#root')).not.toBeEmpty()
		await page.context().setOffline(false)
		expect(complaints).toEqual([])
	} finally {
		await context.close()
	}
})

test('a person signs in over it, and the picture is live over the encrypted socket', async () => {
	const context = await browserThatTrusts(test.info())
	try {
		const page = await context.newPage()
		const link = new URL(stack.link())
		const socket = page.waitForEvent('websocket', (one) => one.url().startsWith(`wss://${NAME}:`))
		await page.goto(`${await network()}${link.pathname}${link.search}`)
		await socket
		const cookies = await context.cookies(await network())
		expect(cookies.map(({ name, secure, httpOnly, sameSite }) => ({ name, secure, httpOnly, sameSite }))).toEqual([
			{ name: '__Host-lagebild_session', secure: true, httpOnly: true, sameSite: 'Strict' },
		])
	} finally {
		await context.close()
	}
})
