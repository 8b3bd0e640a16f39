import type { Stack } from '@lagebild/testing/stack.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

export const PASSWORD = 'vier Worte am Deich'

type Wanted = { readonly login: string; readonly name: string; readonly role?: string }

/** An account as it comes to be: somebody at the machine invites, the person accepts. */
export async function personIn(stack: Stack, { login, name, role = 'admin' }: Wanted): Promise<void> {
	const { stdout, stderr } = stack.command(['user', 'invite', '--name', name, '--role', role])
	const code = /#\/einladung\/(\S+)/.exec(stdout)?.[1]
	const response = await fetch(`${stack.url}/api/v1/invitations/accept`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', origin: stack.url },
		body: JSON.stringify({ code, login, password: PASSWORD }),
	})
	expect(response.status, `${stdout} ${stderr} ${await response.text()}`).toBe(200)
}

/** Passkeys belong to names: browsers have none under an address of digits. */
export function namedUrl(stack: Stack): string {
	return `http://localhost:${stack.port}`
}

export async function signInAs(page: Page, url: string, login: string): Promise<void> {
	await page.goto(`${url}/#/anmelden`)
	await page.getByLabel('Anmeldename').fill(login)
	await page.getByRole('textbox', { name: 'Passwort' }).fill(PASSWORD)
	await page.keyboard.press('Enter')
	await expect(page.getByLabel('Anmeldename')).toBeHidden()
}

export async function signOut(page: Page): Promise<void> {
	await page.getByRole('button', { name: /Sitzung und Darstellung/ }).click()
	await page.getByRole('menuitem', { name: /Abmelden/ }).click()
	await expect(page.getByLabel('Anmeldename')).toBeVisible()
}

/** Goes on with Tab until what has the focus is called so; whoever has no mouse does the same. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
	await expect(async () => {
		await page.keyboard.press('Tab')
		expect(await focusedName(page)).toMatch(name)
	}).toPass({ intervals: [0], timeout: 10_000 })
}

function focusedName(page: Page): Promise<string> {
	return page.evaluate(() => {
		const { activeElement } = document
		if (!(activeElement instanceof HTMLElement)) return ''
		const said = activeElement.getAttribute('aria-label')
		const label = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0]?.textContent : undefined
		return said ?? label ?? activeElement.textContent
	})
}
