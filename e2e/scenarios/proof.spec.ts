import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import type { Stack } from '@lagebild/testing/stack.ts'
import { expect } from '@playwright/test'

import { seriousFindings } from '../axe.ts'
import { complaintsOf, test } from '../fixtures.ts'
import { namedUrl, PASSWORD, personIn, signInAs, tabTo } from '../people.ts'

/** As if everybody had signed in eleven minutes ago. */
function elevenMinutesLater({ data }: Stack): void {
	const database = new DatabaseSync(path.join(data, 'access.db'))
	database.exec('pragma busy_timeout = 5000; update sessions set created = created - 660000')
	database.close()
}

test('who left the screen alone for eleven minutes is asked who sits there before a passkey is added, and goes on by keyboard alone', async ({
	page,
	alone: stack,
}) => {
	await personIn(stack, { login: 'jana', name: 'Jana Brandt' })
	const session = await page.context().newCDPSession(page)
	await session.send('WebAuthn.enable')
	const options = {
		protocol: 'ctap2',
		transport: 'internal',
		hasResidentKey: true,
		hasUserVerification: true,
		isUserVerified: true,
	} as const
	await session.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } })
	await signInAs(page, namedUrl(stack), 'jana')
	await page.goto(`${namedUrl(stack)}/#/hamburg/konto`)
	await expect(page.getByRole('button', { name: 'Passkey hinzufügen' })).toBeVisible()
	const complaints = complaintsOf(page)
	elevenMinutesLater(stack)
	await page.getByRole('button', { name: 'Passkey hinzufügen' }).focus()
	await page.keyboard.press('Enter')
	const dialog = page.getByRole('dialog', { name: 'Sind Sie es?' })
	await expect(dialog).toBeVisible()
	expect(await seriousFindings(page)).toEqual([])
	await page.keyboard.press('Escape')
	await expect(dialog).toBeHidden()
	await expect(page.getByText('noch einmal ausweisen')).toBeVisible()
	await page.getByRole('button', { name: 'Passkey hinzufügen' }).focus()
	await page.keyboard.press('Enter')
	await expect(dialog).toBeVisible()
	await tabTo(page, /^Passwort$/)
	await page.keyboard.type('nicht das richtige')
	await page.keyboard.press('Enter')
	await expect(dialog.getByText('Das Passwort stimmt nicht.')).toBeVisible()
	await dialog.getByRole('textbox', { name: 'Passwort' }).fill(PASSWORD)
	await page.keyboard.press('Enter')
	await expect(dialog).toBeHidden()
	await expect(page.getByRole('button', { name: /^Passkey entfernen/ })).toBeVisible()
	expect(complaints.filter((text) => !text.includes('403'))).toEqual([])
})
