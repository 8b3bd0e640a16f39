import type { Stack } from '@lagebild/testing/stack.ts'
import type { Page } from '@playwright/test'
import { expect } from '@playwright/test'

import { apiOf, isRecord } from './api.ts'
import type { Api } from './api.ts'

export const PASSWORD = 'vier Worte am Deich'

type Wanted = { readonly login: string; readonly name: string; readonly role?: string }

/** Of a running program, what lets somebody in. */
type Door = Pick<Stack, 'url' | 'key'>

const keys = new WeakMap<Door, Map<string, Api>>()

/** A key of these rights, the same one for the same stack: making one starts a program. */
export function apiWith(stack: Door, args: readonly string[]): Api {
	const known = keys.get(stack) ?? new Map<string, Api>()
	keys.set(stack, known)
	const rights = args.join(' ')
	const api = known.get(rights) ?? apiOf(stack.url, stack.key(args))
	known.set(rights, api)
	return api
}

function giverOf(stack: Door): Api {
	return apiWith(stack, ['--name', 'einlader', '--role', 'admin', '--clearance', 'restricted'])
}

type System = { readonly name: string; readonly role: string; readonly clearance?: string }

const systems = new WeakMap<Door, Map<string, Promise<Api>>>()

/** A connected system with a key that an administrator gave it, the same one for the same stack and name. No program starts for it. */
export function systemIn(stack: Door, system: System): Promise<Api> {
	const known = systems.get(stack) ?? new Map<string, Promise<Api>>()
	systems.set(stack, known)
	const api = known.get(system.name) ?? connect(stack, system)
	known.set(system.name, api)
	return api
}

async function connect(stack: Door, system: System): Promise<Api> {
	const { status, body } = await giverOf(stack).post('/api/v1/keys', { ...system, operations: 'all' })
	expect(status, JSON.stringify(body)).toBe(201)
	return apiOf(stack.url, isRecord(body) ? String(body['key']) : '')
}

/** An account as it comes to be: somebody invites, the person accepts. */
export async function personIn(stack: Stack, { login, name, role = 'admin' }: Wanted): Promise<void> {
	const api = giverOf(stack)
	const invited = await api.post('/api/v1/invitations', { for: name, role, operations: 'all' })
	const code = isRecord(invited.body) ? invited.body['code'] : undefined
	const accepted = await api.post('/api/v1/invitations/accept', { code, login, password: PASSWORD })
	expect(accepted.status, JSON.stringify([invited.body, accepted.body])).toBe(200)
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
