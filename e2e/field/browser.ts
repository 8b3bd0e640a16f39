import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { until } from '@lagebild/testing/until.ts'
import { chromium } from '@playwright/test'
import type { BrowserContext, Page, TestInfo } from '@playwright/test'

/** The browser of a tablet as a program of its own with a disk of its own: it can be killed, and started again. */
export type TabletBrowser = {
	readonly open: () => Promise<Page>
	/** As the system does that needs the memory, or an empty battery. */
	readonly kill: () => Promise<void>
	readonly dispose: () => Promise<void>
}

export function tabletBrowser({ project: { use } }: TestInfo): TabletBrowser {
	const profile = mkdtempSync(join(tmpdir(), 'lagebild-tablet-'))
	let context: BrowserContext | undefined
	return {
		open: async () => {
			context = await chromium.launchPersistentContext(profile, {
				...use.launchOptions,
				viewport: { width: 390, height: 844 },
				locale: 'de-DE',
				timezoneId: 'Europe/Berlin',
				geolocation: { latitude: 53.5125, longitude: 9.985, accuracy: 8 },
				permissions: ['geolocation'],
			})
			return context.pages()[0] ?? context.newPage()
		},
		kill: async () => {
			const pid = await until('the process of the browser', () => browserOn(profile))
			process.kill(pid, 'SIGKILL')
			await until('its end', () => (browserOn(profile) === undefined ? true : undefined))
			await context?.close().catch(() => undefined)
		},
		dispose: async () => {
			await context?.close().catch(() => undefined)
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
		},
	}
}

/** The one that owns the profile; its helpers end with it. */
function browserOn(profile: string): number | undefined {
	const pid = readdirSync('/proc').find((name) => {
		if (!/^\d+$/.test(name)) return false
		const command = commandOf(name)
		return command.includes(`--user-data-dir=${profile}`) && !command.includes('--type=')
	})
	return pid === undefined ? undefined : Number(pid)
}

function commandOf(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
	} catch {
		return ''
	}
}
