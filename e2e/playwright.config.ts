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

export default defineConfig({
	workers: 1,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	forbidOnly: true,
	outputDir: '../test-results',
	use: CHROMIUM,
	projects: [
		{ name: 'spine', testDir: 'scenarios' },
		{ name: 'long', testDir: 'long', timeout: 3_600_000 },
	],
})
