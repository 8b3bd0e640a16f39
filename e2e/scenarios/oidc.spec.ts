import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startOidcProvider } from '@lagebild/testing/oidc.ts'
import type { OidcServer } from '@lagebild/testing/oidc.ts'
import { startStack } from '@lagebild/testing/stack.ts'
import type { Stack } from '@lagebild/testing/stack.ts'
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'

import { complaintsOf } from '../fixtures.ts'

const SECRET = 'LB_OIDC_SECRET'

let folder = ''
let server: OidcServer
let stack: Stack

test.beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'lagebild-oidc-'))
	const config = join(folder, 'oidc.config.json')
	server = await startOidcProvider({
		people: {
			'p-17': { name: 'Anna Berg', preferred_username: 'anna', roles: ['lb-stab'], organisation: 'feuerwehr' },
			'p-18': { name: 'Ohne Rolle', preferred_username: 'ohne' },
		},
	})
	const provider = {
		id: 'haus',
		name: 'Kreisverwaltung',
		issuer: server.issuer,
		clientId: server.clientId,
		clientSecretEnv: SECRET,
		scopes: ['openid', 'profile', 'lagebild'],
		claims: { role: 'roles', roles: { 'lb-stab': 'staff' }, organisation: 'organisation' },
		allowPrivateHosts: ['127.0.0.1'],
		signOutAtProvider: true,
	}
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false }, oidc: [provider] }))
	const env = { LAGEBILD_CONFIG: config, [SECRET]: server.clientSecret }
	stack = await startStack({ data: join(folder, 'data'), env })
	await server.tell({ redirectUris: [`${stack.url}/sign-in/oidc/haus/callback`] })
})

test.afterAll(async () => {
	await stack.dispose()
	await server.stop()
	rmSync(folder, { recursive: true, force: true })
})

/** The provider's page would like a font from elsewhere. */
test.beforeEach(async ({ page }) => {
	await page.route(
		({ hostname }) => hostname !== '127.0.0.1',
		(route) => route.abort(),
	)
})

/** Name and password at the provider's own page, then its question whether this hub may know. */
async function signInAtProvider(page: Page, person: string): Promise<void> {
	await page.getByPlaceholder('Enter any login').fill(person)
	await page.getByPlaceholder('and password').fill('irrelevant')
	await page.getByRole('button', { name: 'Sign-in' }).click()
	await page.getByRole('button', { name: 'Continue' }).click()
}

test('a person signs in with the house’s own account by the button on the sign-in page', async ({ page }) => {
	await page.goto(`${stack.url}/#/anmelden`)
	await page.getByRole('link', { name: 'Anmelden mit Kreisverwaltung' }).click()
	await page.waitForURL(`${server.issuer}/**`)
	await signInAtProvider(page, 'p-17')
	await page.waitForURL(`${stack.url}/**`)
	const session: unknown = JSON.parse(await page.evaluate(async () => (await fetch('/api/v1/session')).text()))
	expect(session).toMatchObject({ grant: { name: 'Anna Berg', role: 'staff', organisation: 'feuerwehr' } })
	const complaints = complaintsOf(page)
	await page.reload()
	await expect(page.getByRole('link', { name: 'Anmelden mit Kreisverwaltung' })).toBeHidden()
	expect(complaints).toEqual([])
})

test('who has no role here is told so on the sign-in page', async ({ page }) => {
	await page.goto(`${stack.url}/sign-in/oidc/haus`)
	await signInAtProvider(page, 'p-18')
	await page.waitForURL(`${stack.url}/**`)
	await expect(page.getByText('Der Anmeldedienst nennt keine Rolle')).toBeVisible()
})

test('a provider that is away is said to be, and the other ways stand beside it', async ({ page }) => {
	await server.stop()
	await expect(async () => {
		await page.goto(`${stack.url}/sign-in/oidc/haus`)
		await expect(page.getByText('Der Anmeldedienst antwortet nicht')).toBeVisible({ timeout: 1_000 })
	}).toPass()
	await expect(page.getByRole('textbox', { name: 'Passwort' })).toBeVisible()
	await expect(page.getByRole('link', { name: 'Anmelden mit Kreisverwaltung' })).toBeVisible()
})
