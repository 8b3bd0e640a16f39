import { startCluster } from '@lagebild/testing/cluster.ts'
import { expect } from '@playwright/test'

import { heardFromTablets, reportWater, sayStatus, sendNow } from '../field/crew.ts'
import { signIn, test } from '../fixtures.ts'
import { enrol, ground, say } from '../tablets.ts'

const PHONE = {
	viewport: { width: 390, height: 844 },
	locale: 'de-DE',
	geolocation: { latitude: 53.5125, longitude: 9.985, accuracy: 8 },
	permissions: ['geolocation'],
}

test('two tablets of a unit and a commander over two hubs: each sees what the others say, and what one says without a network comes late and once', async ({
	page: post,
	browser,
}) => {
	const cluster = await startCluster({ config: { selfWatch: false } })
	const contexts = await Promise.all([browser.newContext(PHONE), browser.newContext(PHONE)])
	try {
		const [north, south] = cluster.hubs
		if (!north || !south) throw new Error('a hub is missing')
		const key = (
			await north.hub.command(['key', 'create', '--name', 'einlader', '--role', 'admin', '--clearance', 'restricted'])
		).stdout.trim()
		const link = /https?:\/\/\S+\/sign-in\?code=\S+/.exec((await south.hub.command(['link'])).stdout)?.[0] ?? ''
		const door = { url: cluster.url, key: () => key, link: () => link }
		const where = await ground(door, 'tablet-zwei-hubs')
		await signIn(post, door, south.url)
		await post.goto(`${south.url}/#/${where.operation}/lage?selected=${where.unit}`)
		const [first, second] = await Promise.all(contexts.map((context) => context.newPage()))
		if (!first || !second) throw new Error('a tablet is missing')
		await enrol(first, where, north.url, 'Tablet Nord')
		await enrol(second, where, south.url, 'Tablet Süd')

		await sayStatus(first, 6)
		await expect(post.getByText(/nicht bereit/).first()).toBeVisible()
		await expect(second.getByText(/nicht bereit/).first()).toBeVisible()

		north.clients.cut()
		await sayStatus(first, 2)
		await reportWater(first, 'Nord ohne Netz')
		await sayStatus(second, 3)
		await expect(post.getByText(/Anfahrt/).first()).toBeVisible()
		north.clients.heal()
		await sendNow(first)
		await expect.poll(async () => (await heardFromTablets(where)).map(({ what }) => what)).toEqual(['6', '3', '2', 'Nord ohne Netz'])
		await expect(post.getByText(/Anfahrt/).first(), 'the newer word of the other tablet stands').toBeVisible()
		await first
			.getByRole('button', { name: /Postausgang|Live/ })
			.first()
			.click()
		await say(where, { fms: 4 })
		await expect(second.getByText(/am Einsatzort|Einsatzort/).first()).toBeVisible()
		await post.getByRole('tab', { name: /Objekte/ }).click()
		await expect(
			post
				.getByRole('grid')
				.first()
				.getByText(/Wasser/),
		).toHaveCount(1)
	} finally {
		await Promise.all(contexts.map((context) => context.close()))
		await cluster.stop()
	}
})
