import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'

import { tabletBrowser } from '../field/browser.ts'
import { heardFromTablets, photoOf, photosOf, reportWater, sendNow, workerIsHere } from '../field/crew.ts'
import { makePoor } from '../field/poor-link.ts'
import { reportOf, sayElsewhere } from '../field/queue.ts'
import { test } from '../fixtures.ts'
import { enrol, ground } from '../tablets.ts'

test('a hundred reports with twenty photos outlive a killed browser, and arrive over a poor link once and in order', async ({ quiet }) => {
	const tablet = tabletBrowser(test.info())
	const [proxy, where] = await Promise.all([startTcpProxy(quiet.port), ground(quiet, 'tablet-hundert')])
	const origin = `http://127.0.0.1:${proxy.port}`
	try {
		const first = await tablet.open()
		const device = await enrol(first, where, origin, 'Tablet hundert')
		await workerIsHere(first)
		proxy.cut()
		const words = Array.from({ length: 99 }, (_, n) => `Meldung ${n + 1}`)
		const photos = await Promise.all(Array.from({ length: 20 }, (_, n) => photoOf(first, 640 + n)))
		const said = words.map((text, n) => reportOf(device, text, { photo: n % 5 === 0 ? photos[n / 5] : undefined }))
		await sayElsewhere(first, where.operation, said)
		await reportWater(first, 'Meldung 100')
		await tablet.kill()

		const page = await tablet.open()
		await page.goto(`${origin}/field/`)
		await expect(page.getByRole('button', { name: /120 ausstehend/ }).first()).toBeVisible()
		const makeGood = makePoor(proxy, { down: 30_000, up: 40_000, delayMs: 100, seed: 11 })
		await sendNow(page)
		await expect.poll(async () => (await heardFromTablets(where)).length, { timeout: 300_000 }).toBeGreaterThan(50)
		await tablet.kill()
		const last = await tablet.open()
		await last.goto(`${origin}/field/`)
		await expect.poll(async () => (await heardFromTablets(where)).length, { timeout: 300_000 }).toBe(100)
		makeGood()
		await sendNow(last)
		await expect.poll(async () => (await photosOf(where)).filter(Boolean).length, { timeout: 300_000 }).toBe(20)
		const heard = await heardFromTablets(where)
		expect(heard.map(({ what }) => what)).toEqual([...words, 'Meldung 100'])
		expect(heard.map(({ id }) => id).slice(0, 99)).toEqual(said.map(({ id }) => id))
	} finally {
		await tablet.dispose()
		await proxy.close()
	}
})
