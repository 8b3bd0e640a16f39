import { expect } from '@playwright/test'

import { recordsIn } from '../api.ts'
import { test } from '../fixtures.ts'
import { apiWith, namedUrl, personIn, signInAs } from '../people.ts'

const OPERATION = 'hamburg'

test('an open page follows what became of its account at once: another role, and the end', async ({ quiet, page }) => {
	const url = namedUrl(quiet)
	await personIn(quiet, { login: 'rosa', name: 'Rosa Timm', role: 'staff' })
	await signInAs(page, url, 'rosa')
	await page.goto(`${url}/#/${OPERATION}/lage`)
	const session = page.getByRole('button', { name: /Sitzung und Darstellung/ })
	await expect(session).toContainText('Stab')
	await expect(page.getByText(/^Live/).first()).toBeVisible()
	const api = apiWith(quiet, ['--name', 'einlader', '--role', 'admin', '--clearance', 'restricted'])
	const listed = await api.get('/api/v1/accounts')
	const account = recordsIn(listed).find(({ login }) => login === 'rosa')?.['id']
	expect((await api.patch(`/api/v1/accounts/${String(account)}`, { role: 'commander' })).status).toBe(200)
	await expect(session).toContainText('Einsatzleitung', { timeout: 5_000 })
	expect((await api.post(`/api/v1/accounts/${String(account)}/end`, {})).status).toBe(200)
	await expect(page.getByLabel('Anmeldename')).toBeVisible({ timeout: 5_000 })
})
