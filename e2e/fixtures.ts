import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startStack } from '@lagebild/testing/stack.ts'
import type { Stack } from '@lagebild/testing/stack.ts'
import { test as base } from '@playwright/test'
import type { Page } from '@playwright/test'

/** The program as at a first start, with the exercise running. */
export const test = base.extend<object, { exercise: Stack }>({
	exercise: [
		async ({}, use) => {
			const stack = await startStack()
			await use(stack)
			await stack.dispose()
		},
		{ scope: 'worker', timeout: 120_000 },
	],
})

/** A program without feeds and exercise, for tests that must know everything that is said. */
export async function startQuietStack(data: string = mkdtempSync(join(tmpdir(), 'lagebild-quiet-'))): Promise<Stack> {
	const config = join(data, 'quiet.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false } }))
	return startStack({ data, env: { LAGEBILD_CONFIG: config } })
}

/** Signs a page in with a one-time link, as the person who reads the terminal does. */
export async function signIn(page: Page, stack: Stack, origin: string = stack.url): Promise<void> {
	const link = new URL(stack.link())
	await page.goto(`${origin}${link.pathname}${link.search}`)
}

/** Everything the browser complained about: console errors, exceptions, violations of the content policy. */
export function complaintsOf(page: Page): readonly string[] {
	const complaints: string[] = []
	page.on('console', (message) => {
		if (message.type() === 'error') complaints.push(message.text())
	})
	page.on('pageerror', (error) => complaints.push(error.message))
	return complaints
}
