import { defineConfig } from '@playwright/test'

const CHROMIUM = {
	launchOptions: {
		executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	},
	viewport: { width: 1600, height: 900 },
	locale: 'de-DE',
	timezoneId: 'Europe/Berlin',
}

/** The exercise keeps a quarter of a core busy as long as its worker lives: what does not look at it runs in another. */
const EXERCISE = /(?:commander|operations)\.spec\.ts$/

/** What is measured by the clock runs alone. */
const MEASURED = /slow-link\.spec\.ts$/

/** Two at a time: most of a scenario is waiting for what it looks for. Where the machine has other things to do a test only takes longer. */
export default defineConfig({
	workers: 2,
	timeout: 120_000,
	expect: { timeout: 30_000 },
	forbidOnly: true,
	outputDir: '../test-results',
	use: CHROMIUM,
	projects: [
		{ name: 'spine', testDir: 'scenarios', testIgnore: [EXERCISE, MEASURED] },
		{ name: 'spine-exercise', testDir: 'scenarios', testMatch: EXERCISE },
		{ name: 'alone', testDir: 'scenarios', testMatch: MEASURED },
		{ name: 'long', testDir: 'long', timeout: 3_600_000 },
	],
})
