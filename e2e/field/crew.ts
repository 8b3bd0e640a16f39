import { expect } from '@playwright/test'
import type { Page } from '@playwright/test'

import { entitiesOf, isRecord, recordsIn } from '../api.ts'
import type { Ground } from '../tablets.ts'

/** What a camera makes, so large. */
export async function photoOf(page: Page, side: number): Promise<Buffer> {
	const base64 = await page.evaluate(async (width) => {
		const height = width * 0.75
		const canvas = new OffscreenCanvas(width, height)
		const pen = canvas.getContext('2d')
		if (!pen) throw new Error('nothing to draw with')
		for (let n = 0; n < 3_000; n++) {
			pen.fillStyle = `hsl(${(n * 37) % 360} 60% ${(n * 13) % 90}%)`
			pen.fillRect((n * 97) % width, (n * 61) % height, width / 25, width / 30)
		}
		const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 })).arrayBuffer())
		return btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join(''))
	}, side)
	return Buffer.from(base64, 'base64')
}

/** Water at the place of the tablet, in these words, with a photo if there is one. */
export async function reportWater(page: Page, words: string, photo?: Buffer): Promise<void> {
	await page.getByRole('button', { name: /^Melden/ }).click()
	await page.getByRole('button', { name: 'Wasser', exact: true }).click()
	await page.getByRole('button', { name: 'Mein Standort' }).click()
	await page.getByRole('button', { name: 'Schwer', exact: true }).click()
	await page.getByRole('textbox', { name: 'Worte, freiwillig' }).fill(words)
	if (photo) {
		await page.locator('input[type=file]').setInputFiles({ name: 'IMG_1.jpg', mimeType: 'image/jpeg', buffer: photo })
		await expect(page.getByRole('img', { name: 'Foto 1' })).toBeVisible()
	}
	await page.getByRole('button', { name: /^Melden: Wasser/ }).click()
	await expect(page.getByRole('heading', { name: 'Postausgang' })).toBeVisible()
}

export async function sayStatus(page: Page, fms: number): Promise<void> {
	await page.getByRole('button', { name: /^Aufträge/ }).click()
	await page
		.getByRole('group', { name: 'Status melden' })
		.getByRole('button', { name: new RegExp(`^${fms}`) })
		.click()
}

/** Somebody presses the button that is there while something waits. */
export async function sendNow(page: Page): Promise<void> {
	await page.evaluate(() => globalThis.dispatchEvent(new Event('online')))
}

export type Heard = { readonly id: string; readonly what: string; readonly effective: number; readonly seq: number }

/** Everything that tablets said in an operation, in the order of the journal: the words of reports, the figure of a status. */
export async function heardFromTablets({ api, operation }: Ground): Promise<readonly Heard[]> {
	const journal = await api.text(`/api/v1/operations/${operation}/journal`)
	return journal
		.trim()
		.split('\n')
		.flatMap((line) => {
			const entry: unknown = JSON.parse(line)
			const event = isRecord(entry) && isRecord(entry['event']) ? entry['event'] : {}
			const { author, payload, effective, id } = event
			if (!isRecord(entry) || !isRecord(author) || !isRecord(payload) || !String(author['credential']).startsWith('device-')) return []
			const said = payload['description'] ?? payload['fms'] ?? payload
			const what = typeof said === 'string' ? said : JSON.stringify(said)
			return [{ id: String(id), what, effective: Number(effective), seq: Number(entry['seq']) }]
		})
}

/** Of all reports in the picture: which are there. */
export async function photosOf({ api, operation }: Ground): Promise<readonly boolean[]> {
	const incidents = (await entitiesOf(api, operation)).filter(({ kind }) => kind === 'incident')
	const all = await Promise.all(
		incidents.map(({ id }) => api.get(`/api/v1/operations/${operation}/entities/${encodeURIComponent(String(id))}/photos`)),
	)
	return all.flatMap((body) => (isRecord(body) ? recordsIn(body['photos']) : [])).map(({ there }) => there === true)
}

export async function workerIsHere(page: Page): Promise<void> {
	await page.waitForFunction(() => navigator.serviceWorker.controller?.scriptURL.endsWith('/field/service-worker.js') === true)
}
