import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { startStack } from '@lagebild/testing/stack.ts'
import type { Stack } from '@lagebild/testing/stack.ts'
import { test as base } from '@playwright/test'
import type { Page } from '@playwright/test'

/**
 * Programs that run as long as the worker, because their start takes longer than most tests. Those who share one look only for what they
 * said themselves.
 */
type Shared = {
	/** As at a first start, with the exercise running. */
	readonly exercise: Stack
	/** Without feeds and exercise. Whoever stops it, or needs it empty, starts one of their own. */
	readonly quiet: Stack
}

type Own = {
	/** As `quiet`, for one test alone. */
	readonly alone: Stack
}

export const test = base.extend<Own, Shared>({
	alone: async ({}, use) => lend(await startQuietStack(), use),
	exercise: [async ({}, use) => lend(await startStack(), use), { scope: 'worker', timeout: 120_000 }],
	quiet: [async ({}, use) => lend(await startQuietStack(), use), { scope: 'worker', timeout: 120_000 }],
})

async function lend(stack: Stack, use: (stack: Stack) => Promise<void>): Promise<void> {
	await use(stack)
	await stack.dispose()
}

/** A program without feeds, exercise and a watch on itself, for tests that must know everything that is said. */
export async function startQuietStack(data: string = mkdtempSync(join(tmpdir(), 'lagebild-quiet-'))): Promise<Stack> {
	const config = join(data, 'quiet.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false }, selfWatch: false }))
	return startStack({ data, env: { LAGEBILD_CONFIG: config } })
}

/** Signs a page in with a one-time link, as the person who reads the terminal does and has put off the first steps. */
export async function signIn(page: Page, stack: Pick<Stack, 'url' | 'link'>, origin: string = stack.url): Promise<void> {
	const link = new URL(stack.link())
	await page.addInitScript(() => localStorage.setItem('lagebild.first-steps', '{"step":1,"state":"later"}'))
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
