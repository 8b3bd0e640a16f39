import { readFileSync } from 'node:fs'

import type { Stack } from '@lagebild/testing/stack.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { isRecord, uuid7 } from '../api.ts'
import { seriousFindings } from '../axe.ts'
import { complaintsOf, startQuietStack, test } from '../fixtures.ts'
import { namedUrl, PASSWORD, personIn, signInAs, signOut, systemIn, tabTo } from '../people.ts'

const OPERATION = 'hamburg'

/** A key ring of the browser. It says yes when it is told to, as a finger does. */
async function keyRing(page: Page): Promise<{ readonly touch: (yes: boolean) => Promise<void> }> {
	const session = await page.context().newCDPSession(page)
	await session.send('WebAuthn.enable')
	const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
		},
	})
	return {
		touch: async (enabled) => {
			await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })
		},
	}
}

async function openAccess(page: Page, url: string, tab: string): Promise<void> {
	await page.goto(`${url}/#/${OPERATION}/zugang`)
	await page.getByRole('tab', { name: tab }).click()
}

async function statement(
	stack: Stack,
	kind: 'incident' | 'unit',
	payload: object,
	level: 'internal' | 'restricted' = 'internal',
): Promise<{ readonly status: number }> {
	const api = await systemIn(stack, { name: 'leitstelle', role: 'integrator', clearance: 'restricted' })
	const entity = `${kind}:leitstelle:${uuid7()}`
	const geometry = { type: 'Point', coordinates: [10.02, 53.52] }
	const label = { level }
	return api.post(`/api/v1/operations/${OPERATION}/events`, { id: uuid7(), kind, entity, op: 'upsert', geometry, label, payload })
}

async function isFirstRun(stack: Stack): Promise<boolean> {
	const ways: unknown = await (await fetch(`${stack.url}/api/v1/sign-in`)).json()
	return isRecord(ways) && ways['firstRun'] === true
}

test('the first person is led from the link to an account and an operation, and comes back in by keyboard alone', async ({
	page,
	quiet,
}) => {
	/** The shared one as long as nobody has an account there: nothing else of it matters here. */
	const stack = (await isFirstRun(quiet)) ? quiet : await startQuietStack()
	const link = new URL(stack.link())
	await page.goto(`${stack.url}${link.pathname}${link.search}`)
	await expect(page.getByRole('heading', { name: /Eigenes Konto/ })).toBeFocused()
	expect(await seriousFindings(page)).toEqual([])
	await tabTo(page, /^Name$/)
	await page.keyboard.type('Jana Brandt')
	await tabTo(page, /^Neues Passwort$/)
	await page.keyboard.type(PASSWORD)
	await page.keyboard.press('Enter')
	await expect(page.getByRole('heading', { name: /Erste Lage/ })).toBeFocused()
	expect(await seriousFindings(page)).toEqual([])
	await tabTo(page, /^Diese nehmen: Hamburg$/)
	await page.keyboard.press('Enter')
	await expect(page.getByRole('heading', { name: /Geräte/ })).toBeFocused()
	await page.reload()
	await expect(page.getByRole('heading', { name: /Geräte/ })).toBeVisible()
	await tabTo(page, /^Zur Lage$/)
	await page.keyboard.press('Enter')
	await expect(page).toHaveTitle(/^Lage, Hamburg/)

	await tabTo(page, /Sitzung und Darstellung/)
	await page.keyboard.press('Enter')
	await page.keyboard.type('Abmel')
	await page.keyboard.press('Enter')
	await expect(page.getByLabel('Anmeldename')).toBeFocused()
	await page.keyboard.type('jana.brandt')
	await page.keyboard.press('Tab')
	await page.keyboard.type('falsch geraten')
	await page.keyboard.press('Enter')
	await expect(page.getByText('Anmeldename und Passwort passen nicht zusammen')).toBeVisible()
	await page.keyboard.type(PASSWORD)
	await page.keyboard.press('Enter')
	await expect(page).toHaveTitle(/^Lage, Hamburg/)
	if (stack !== quiet) await stack.dispose()
})

test('a passkey is added and opens the door', async ({ quiet, page }) => {
	const url = namedUrl(quiet)
	await personIn(quiet, { login: 'paula', name: 'Paula Kern' })
	await signInAs(page, url, 'paula')
	await page.goto(`${url}/#/${OPERATION}/konto`)
	const ring = await keyRing(page)
	await page.getByRole('button', { name: 'Passkey hinzufügen' }).click()
	await expect(page.getByRole('button', { name: /^Passkey entfernen: Chrome/ })).toBeVisible()
	expect(await seriousFindings(page)).toEqual([])
	await ring.touch(false)
	await signOut(page)
	expect(await seriousFindings(page)).toEqual([])
	await ring.touch(true)
	/** The offer in the field of the name, taken by the key ring. */
	await page.reload()
	await expect(page.getByRole('button', { name: /Sitzung und Darstellung/ })).toContainText('Paula Kern')

	await page.addInitScript(() => Object.assign(PublicKeyCredential, { isConditionalMediationAvailable: async () => false }))
	await ring.touch(false)
	await signOut(page)
	await page.reload()
	await expect(page.getByRole('button', { name: 'Mit Passkey anmelden' })).toBeVisible()
	await ring.touch(true)
	await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click()
	await expect(page.getByRole('button', { name: /Sitzung und Darstellung/ })).toContainText('Paula Kern')
})

test('somebody is invited, in English, and takes the invitation', async ({ quiet, page, browser }) => {
	await personIn(quiet, { login: 'ilse', name: 'Ilse Voss' })
	await signInAs(page, quiet.url, 'ilse')
	await openAccess(page, quiet.url, 'Personen')
	expect(await seriousFindings(page)).toEqual([])
	await page.getByRole('button', { name: 'Person einladen' }).click()
	const dialog = page.getByRole('dialog')
	await dialog.getByLabel('Name der Person').fill('Max Otto')
	expect(await seriousFindings(page)).toEqual([])
	await dialog.getByRole('button', { name: 'Einladung erstellen' }).click()
	await expect(dialog.getByText('Einladung für Max Otto')).toBeVisible()
	const address = (await dialog.getByTestId('copy-text').textContent()) ?? ''
	await dialog.getByRole('button', { name: 'Fertig' }).click()
	await expect(page.getByText('Max Otto')).toBeVisible()

	const guest = await (await browser.newContext({ locale: 'en-GB' })).newPage()
	await guest.goto(address)
	await expect(guest.getByText('Invited: Max Otto')).toBeVisible()
	expect(await seriousFindings(guest)).toEqual([])
	await guest.getByLabel('Sign-in name').fill('max')
	await guest.getByRole('textbox', { name: 'New password' }).fill(PASSWORD)
	await guest.getByRole('button', { name: 'Create account and sign in' }).click()
	await expect(guest.getByRole('button', { name: /Session and appearance|Session/ })).toContainText('Max Otto')
	expect(new URL(guest.url()).hash).not.toContain('einladung')
	await guest.goto(address)
	await guest.reload()
	await expect(guest.getByRole('heading', { name: 'This invitation does not hold any more' })).toBeVisible()
	await guest.context().close()
})

test('a tablet is enrolled by a code that leads to the field page', async ({ quiet, page }) => {
	await personIn(quiet, { login: 'dora', name: 'Dora Lind' })
	expect((await statement(quiet, 'unit', { callsign: 'Florian Hamburg 11/1', organisation: 'feuerwehr' })).status).toBe(201)
	await signInAs(page, quiet.url, 'dora')
	await openAccess(page, quiet.url, 'Geräte')
	await page.getByRole('button', { name: 'Tablet anmelden' }).click()
	const dialog = page.getByRole('dialog')
	await dialog.getByRole('searchbox', { name: 'Einheit suchen' }).fill('11/1 florian')
	await dialog.getByRole('radio', { name: /Florian Hamburg 11\/1/ }).check()
	await expect(dialog.getByLabel('Name des Tablets')).toHaveValue('Florian Hamburg 11/1')
	await dialog.getByRole('button', { name: 'Code erzeugen' }).click()
	await expect(dialog.getByRole('timer')).toHaveText(/^Gilt noch [45]:\d\d min$/)
	const address = (await dialog.getByTestId('copy-text').first().textContent()) ?? ''
	expect(address).toMatch(new RegExp(`^${quiet.url}/field/#[\\w-]{6,}$`))
	await expect(dialog.getByRole('img', { name: `QR-Code der Adresse ${address}` })).toBeVisible()
	expect(await seriousFindings(page)).toEqual([])
})

test('a key is made, seen once, renewed and revoked by keyboard alone', async ({ quiet, page }) => {
	await personIn(quiet, { login: 'karl', name: 'Karl Amt' })
	await signInAs(page, quiet.url, 'karl')
	await openAccess(page, quiet.url, 'Schlüssel')
	expect(await seriousFindings(page)).toEqual([])
	const dialog = page.getByRole('dialog')
	const secret = async () => (await dialog.getByTestId('copy-text').textContent()) ?? ''
	const holds = async (key: string) => (await fetch(`${quiet.url}/api/v1/session`, { headers: { authorization: `Bearer ${key}` } })).status

	await tabTo(page, /^Schlüssel erzeugen$/)
	await page.keyboard.press('Enter')
	await tabTo(page, /^Name der Quelle$/)
	await page.keyboard.type('pegel-nord')
	expect(await seriousFindings(page)).toEqual([])
	await page.keyboard.press('Enter')
	await expect(dialog.getByText('Er steht nur jetzt hier')).toBeVisible()
	const first = await secret()
	expect(await holds(first)).toBe(200)
	await tabTo(page, /^Ich habe ihn übernommen$/)
	await page.keyboard.press('Enter')
	await expect(dialog).toBeHidden()

	await tabTo(page, /^Erneuern: pegel-nord$/)
	await page.keyboard.press('Enter')
	await tabTo(page, /^Neuen Schlüssel erzeugen$/)
	await page.keyboard.press('Enter')
	await expect(dialog.getByText('Er steht nur jetzt hier')).toBeVisible()
	const second = await secret()
	expect([await holds(first), await holds(second)]).toEqual([200, 200])
	await page.keyboard.press('Escape')
	await expect(page.getByText(/alter Schlüssel gilt noch bis/)).toBeVisible()

	await tabTo(page, /^Sperren: pegel-nord$/)
	await page.keyboard.press('Enter')
	await tabTo(page, /^Zur Bestätigung eintippen: pegel-nord$/)
	await page.keyboard.type('pegel-nord')
	await page.keyboard.press('Enter')
	await expect(dialog).toBeHidden()
	await expect(page.getByRole('button', { name: 'Sperren: pegel-nord' })).toBeHidden()
	expect([await holds(first), await holds(second)]).toEqual([401, 401])
	for (const tab of ['Einstufungen', 'Prüfpfad']) {
		await page.getByRole('tab', { name: tab }).click()
		expect(await seriousFindings(page)).toEqual([])
	}
	await expect(page.getByText('Schlüssel pegel-nord gesperrt')).toBeVisible()
	const saving = page.waitForEvent('download')
	await page.getByRole('button', { name: 'Als NDJSON sichern' }).click()
	expect(readFileSync(await (await saving).path(), 'utf8')).toContain('pegel-nord')
})

test('a thing is classified, says so, and is gone for those who may not see it', async ({ quiet, page }) => {
	const complaints = complaintsOf(page)
	await personIn(quiet, { login: 'lena', name: 'Lena Hahn' })
	expect((await statement(quiet, 'incident', { title: 'Vermisstensuche Alster', category: 'other' })).status).toBe(201)
	const reader = await systemIn(quiet, { name: 'leser', role: 'observer' })
	const seen = () => reader.text(`/api/v1/operations/${OPERATION}/picture`)
	expect(await seen()).toContain('Vermisstensuche Alster')
	await signInAs(page, quiet.url, 'lena')
	await page.goto(`${quiet.url}/#/${OPERATION}/lage`)
	await page
		.getByRole('tab', { name: /Objekte/ })
		.first()
		.click()
	await page.getByText('Vermisstensuche Alster').first().click()
	await page.getByRole('button', { name: 'Einstufung ändern' }).click()
	const dialog = page.getByRole('dialog')
	await dialog.getByRole('radio', { name: 'beschränkt' }).click()
	await dialog.getByRole('button', { name: 'Einstufung eintragen' }).click()
	await expect(dialog.getByText('Der Grund fehlt.')).toBeVisible()
	await dialog.getByLabel('Grund').fill('Angehörige noch nicht verständigt')
	expect(await seriousFindings(page)).toEqual([])
	await dialog.getByRole('button', { name: 'Einstufung eintragen' }).click()
	await expect(dialog).toBeHidden()
	await expect(page.getByRole('region', { name: 'Einstufung' })).toContainText('beschränkt')
	await expect(page.getByRole('row', { name: /Vermisstensuche Alster/ })).toContainText('beschränkt')
	await expect(page.getByText('Grund: Angehörige noch nicht verständigt')).toBeVisible()
	expect(await seen()).not.toContain('Vermisstensuche Alster')
	expect(await seriousFindings(page)).toEqual([])
	expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
})

test('who comes after somebody else never sees what that one saw: not at once, not by the back button, not from a cache', async ({
	quiet,
	playwright,
}) => {
	await personIn(quiet, { login: 'anna', name: 'Anna Ahrens' })
	await personIn(quiet, { login: 'bert', name: 'Bert Bruns', role: 'observer' })
	const secret = 'Nur für Anna'
	expect((await statement(quiet, 'incident', { title: secret, category: 'other' }, 'restricted')).status).toBe(201)
	/** Pages that were left come back from memory, as they do for people: Playwright switches that off. */
	const browser = await playwright.chromium.launch({ ignoreDefaultArgs: ['--disable-back-forward-cache'] })
	const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1600, height: 900 } })
	const page = await context.newPage()
	await page.addInitScript(() => {
		addEventListener('pageshow', ({ persisted }) => persisted && sessionStorage.setItem('from-memory', 'yes'))
	})
	await watchFor(page, secret)

	await signInAs(page, quiet.url, 'anna')
	await page.goto(`${quiet.url}/#/${OPERATION}/lage`)
	await page
		.getByRole('tab', { name: /Objekte/ })
		.first()
		.click()
	await expect(page.getByText(secret).first()).toBeVisible()
	await page.getByText(secret).first().click()
	/** A second tab of Anna's stays behind on another address: its way back leads to her picture. */
	const left = await context.newPage()
	await left.goto(`${quiet.url}/#/${OPERATION}/lage`)
	await expect(left.getByText('Anna Ahrens')).toBeAttached()
	await left.goto(`${quiet.url}/healthz`)

	await signOut(page)
	await page.evaluate(() => document.documentElement.removeAttribute('data-seen'))
	expect(await page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))).toEqual([])
	await signInAs(page, quiet.url, 'bert')
	await page.goto(`${quiet.url}/#/${OPERATION}/lage`)
	await expect(page.getByText('Bert Bruns')).toBeVisible()
	await page
		.getByRole('tab', { name: /Objekte/ })
		.first()
		.click()
	for (const back of ['back', 'back', 'back', 'forward'] as const) {
		if (back === 'back') await page.goBack()
		else await page.goForward()
		await expect(page.getByText('Anna Ahrens')).toBeHidden()
	}
	await expect(page.locator('html')).not.toHaveAttribute('data-seen', /./)
	expect(await page.locator('body').innerText()).not.toContain(secret)

	/** Not `goBack`: a page from memory that loads anew at once leaves it waiting. */
	await left.evaluate(() => setTimeout(() => history.back()))
	await expect(left.getByText('Bert Bruns')).toBeVisible()
	await expect(left.getByText(secret)).toBeHidden()
	expect(await left.locator('body').innerText()).not.toContain('Anna Ahrens')

	/** And the way that a browser takes where nothing forbids it: the page is kept, and asks anew when it is back. Memory is the browser's to give, so it may take another try. */
	await expect(async () => {
		await page.goto(`${quiet.url}/healthz`)
		await page.evaluate(() => setTimeout(() => history.back()))
		await expect(page.getByText('Bert Bruns')).toBeVisible()
		expect(await page.evaluate(() => sessionStorage.getItem('from-memory'))).toBe('yes')
	}).toPass({ timeout: 60_000 })
	await browser.close()
})

/** Keeps whether the page ever showed this text, also for a moment too short for anybody to ask. */
async function watchFor(page: Page, text: string): Promise<void> {
	await page.addInitScript((wanted) => {
		const look = () => {
			if (document.body.textContent.includes(wanted)) document.documentElement.dataset['seen'] = document.title
		}
		addEventListener('DOMContentLoaded', () => {
			new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
		})
	}, text)
}
