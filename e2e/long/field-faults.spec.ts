import { startTcpProxy } from '@lagebild/testing/tcp-proxy.ts'
import { expect } from '@playwright/test'

import { tabletBrowser } from '../field/browser.ts'
import { heardFromTablets, photoOf, photosOf, reportWater, sayStatus, sendNow, workerIsHere } from '../field/crew.ts'
import { makePoor } from '../field/poor-link.ts'
import { startPortal } from '../field/portal.ts'
import { signIn, test } from '../fixtures.ts'
import { enrol, ground } from '../tablets.ts'

const OPERATION = 'tablet-pech'

test('a crew without a network, behind a portal, with a killed browser, on a poor link and with a killed hub: everything once, in order, in its time', async ({
	page: post,
	alone,
}) => {
	const tablet = tabletBrowser(test.info())
	const [proxy, portal, where] = await Promise.all([startTcpProxy(alone.port), startPortal(), ground(alone, OPERATION)])
	const origin = `http://127.0.0.1:${proxy.port}`
	try {
		await signIn(post, alone)
		await post.goto(`${alone.url}/#/${OPERATION}/lage?selected=${where.unit}`)
		const first = await tablet.open()
		await enrol(first, where, origin, 'Tablet Pech')
		await workerIsHere(first)
		const photo = await photoOf(first, 640)

		proxy.cut()
		const begun = Date.now()
		await sayStatus(first, 6)
		await reportWater(first, 'Erste Meldung', photo)
		await tablet.kill()

		const page = await tablet.open()
		await page.goto(`${origin}/field/`)
		await expect(page.getByRole('button', { name: /3 ausstehend/ }).first()).toBeVisible()
		proxy.divert(portal.port)
		proxy.heal()
		await reportWater(page, 'Zweite Meldung')
		await sendNow(page)
		await expect.poll(() => portal.asked().filter((line) => line.startsWith('POST')).length).toBeGreaterThan(0)
		await page.reload()
		await expect(page.getByRole('button', { name: /4 ausstehend/ }).first()).toBeVisible()
		const ended = Date.now()
		expect(await heardFromTablets(where), 'nobody but our hub acknowledges').toEqual([])

		const makeGood = makePoor(proxy, { down: 12_000, up: 8_000, delayMs: 150, seed: 7 })
		proxy.divert()
		await sendNow(page)
		await page
			.getByRole('button', { name: /ausstehend/ })
			.first()
			.click()
		/** Of the photo a part has reached the hub. */
		const before = proxy.sent()
		await expect.poll(() => proxy.sent() - before, { timeout: 60_000, intervals: [100] }).toBeGreaterThan(40_000)
		alone.kill('hub')
		await expect(page.getByText(/bestätigt, Eintrag \d+/)).toHaveCount(3, { timeout: 60_000 })
		makeGood()
		await sendNow(page)
		await expect(page.getByText(/angekommen, \d+ kB/)).toBeVisible({ timeout: 60_000 })

		const heard = await heardFromTablets(where)
		expect(heard.map(({ what }) => what)).toEqual(['6', 'Erste Meldung', 'Zweite Meldung'])
		for (const { effective } of heard) expect(effective >= begun - 100 && effective <= ended + 100, 'the true time').toBe(true)
		expect(heard.map(({ effective }) => effective)).toEqual(heard.map(({ effective }) => effective).toSorted((a, b) => a - b))
		expect(await photosOf(where)).toEqual([true])
		await expect(post.getByText(/nicht bereit/).first()).toBeVisible()
		await post.getByRole('tab', { name: /Objekte/ }).click()
		await expect(
			post
				.getByRole('grid')
				.first()
				.getByText(/Wasser/),
		).toHaveCount(2)
		await post.screenshot({ path: 'test-results/shots/field-faults-post.png' })
		await page.screenshot({ path: 'test-results/shots/field-faults-tablet.png' })
	} finally {
		await tablet.dispose()
		await Promise.all([proxy.close(), portal.close()])
	}
})
