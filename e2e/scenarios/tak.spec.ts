import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { CotClient } from '@lagebild/testing/cot-client.ts'
import { startStack } from '@lagebild/testing/stack.ts'
import type { Stack } from '@lagebild/testing/stack.ts'
import { until } from '@lagebild/testing/until.ts'
import { expect, test } from '@playwright/test'

import { apiOf, entitiesOf, uuid7 } from '../api.ts'
import { signIn } from '../fixtures.ts'

async function startWithDoors(): Promise<Stack> {
	const data = mkdtempSync(join(tmpdir(), 'lagebild-tak-'))
	const config = join(data, 'tak.config.json')
	const door = (id: string, clearance: string): object => ({ id, name: id, operation: 'hamburg', clearance, listen: { port: 0 } })
	writeFileSync(
		config,
		JSON.stringify({ feeds: [], exercise: { enabled: false }, tak: [door('tak-eigene', 'internal'), door('tak-gast', 'open')] }),
	)
	return startStack({ data, env: { LAGEBILD_CONFIG: config } })
}

/** Port of a door, as the log of the ingest says it. */
function portOf(stack: Stack, id: string): Promise<number> {
	return until(`the door ${id}`, () => {
		const log = readFileSync(join(stack.data, 'logs', 'ingest.log'), { encoding: 'utf8', flag: 'a+' })
		const port = new RegExp(`"tak":"${id}","port":(\\d+)`).exec(log)?.[1]
		return port === undefined ? undefined : Number(port)
	})
}

test('tablets with TAK see the units of the control room and one another, and the command post sees them', async ({ page }) => {
	const stack = await startWithDoors()
	const clients: CotClient[] = []
	try {
		const api = apiOf(stack.url, stack.key(['--name', 'leitstelle', '--role', 'integrator']))
		const unit = {
			kind: 'unit',
			entity: 'unit:leitstelle:fl-1',
			op: 'upsert',
			payload: { callsign: 'Florian Hamburg 11/1', organisation: 'feuerwehr' },
		}
		const told = await api.post('/api/v1/operations/hamburg/events', {
			id: uuid7(),
			...unit,
			geometry: { type: 'Point', coordinates: [10.02, 53.52] },
		})
		expect(told.status).toBe(201)

		const own = await portOf(stack, 'tak-eigene')
		const [android, ios] = [await CotClient.open(own), await CotClient.open(own)]
		const guest = await CotClient.open(await portOf(stack, 'tak-gast'))
		clients.push(android, ios, guest)
		await android.goBinary()
		await android.hears('Florian Hamburg 11/1')
		await ios.hears('Florian Hamburg 11/1')

		const at = Date.now()
		android.tell({ uid: 'ANDROID-1', type: 'a-f-G-U-C', lat: 53.53, lng: 10.01, at, detail: '<contact callsign="Deichwacht 7"/>' })
		ios.tell({
			uid: 'GeoChat.IOS-2.All Chat Rooms.1',
			type: 'b-t-f',
			lat: 53.53,
			lng: 10.02,
			at,
			detail: '<__chat chatroom="All Chat Rooms" senderCallsign="Heros 22"/><remarks>Wasser läuft über</remarks>',
		})
		android.tell({
			uid: 'ANDROID-1-9-1-1',
			type: 'b-a-o-tbl',
			lat: 53.53,
			lng: 10.01,
			at,
			detail: '<emergency type="911 Alert">Deichwacht 7</emergency>',
		})
		await ios.hears('Deichwacht 7', 'b-a-o-tbl')
		await android.hears('Wasser läuft über')

		await signIn(page, stack)
		await page.goto(`${stack.url}/#/hamburg/lage`)
		await page.getByRole('tab', { name: /^Objekte/ }).click()
		for (const text of ['Deichwacht 7', '911 Alert: Deichwacht 7', 'Wasser läuft über'])
			await expect(page.getByText(text).first()).toBeVisible()
		const entities = await entitiesOf(api, 'hamburg')
		expect(entities.find(({ id }) => id === 'unit:tak-eigene:ANDROID-1')).toMatchObject({
			fields: { callsign: 'Deichwacht 7' },
			measured: { position: { lat: 53.53, lng: 10.01 } },
		})
		expect(entities.find(({ kind }) => kind === 'message')).toMatchObject({
			fields: { type: 'chat', text: 'Wasser läuft über', from: 'Heros 22' },
		})

		ios.tell({ uid: 'ANDROID-1-9-1-1', type: 'b-a-o-can', at: at + 1, detail: '<emergency cancel="true">Deichwacht 7</emergency>' })
		await android.hears('b-a-o-can')
		expect(android.heard).not.toContain('ANDROID-1"')
		expect(ios.heard).not.toContain('Wasser läuft')
		expect(guest.heard).not.toMatch(/Florian|Deichwacht|Wasser/)
	} finally {
		for (const client of clients) client.close()
		await stack.dispose()
	}
})
