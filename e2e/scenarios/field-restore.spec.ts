import { join } from 'node:path'

import { startStack } from '@lagebild/testing/stack.ts'
import { expect } from '@playwright/test'

import { entitiesOf } from '../api.ts'
import { heardFromTablets, photoOf, photosOf, reportWater, sayStatus } from '../field/crew.ts'
import { startQuietStack, test } from '../fixtures.ts'
import { systemIn } from '../people.ts'
import { enrol, ground } from '../tablets.ts'

test.use({
	viewport: { width: 390, height: 844 },
	geolocation: { latitude: 53.5125, longitude: 9.985, accuracy: 8 },
	permissions: ['geolocation'],
})

test('an older backup is restored while a tablet holds newer: status, report and photo are all there again, once', async ({ page }) => {
	let stack = await startQuietStack()
	try {
		const where = await ground(stack, 'tablet-rueck')
		await enrol(page, where, stack.url, 'Tablet Rück')
		const photo = await photoOf(page, 640)
		await sayStatus(page, 6)
		await expect.poll(async () => (await heardFromTablets(where)).length).toBe(1)
		const made = stack.command(['backup'])
		const backup = /^(\/\S+lagebild-\d{8}T\d{6}Z): /m.exec(made.stdout)?.[1] ?? made.stderr
		await sayStatus(page, 2)
		await reportWater(page, 'Nach der Sicherung', photo)
		await expect.poll(() => photosOf(where)).toEqual([true])
		const before = await heardFromTablets(where)
		await stack.stop()
		const restored = stack.command(['restore', backup])
		expect(restored.status, restored.stderr).toBe(0)
		const { data, port } = stack
		stack = await startStack({ data, port, env: { LAGEBILD_CONFIG: join(data, 'quiet.config.json') } })
		const api = await systemIn(stack, { name: 'nachher', role: 'admin', clearance: 'restricted' })
		const again = { ...where, api }
		await expect
			.poll(async () => (await heardFromTablets(again)).map(({ id }) => id), { timeout: 60_000 })
			.toEqual(before.map(({ id }) => id))
		expect((await heardFromTablets(again)).map(({ what }) => what)).toEqual(['6', '2', 'Nach der Sicherung'])
		expect((await heardFromTablets(again)).map(({ effective }) => effective)).toEqual(before.map(({ effective }) => effective))
		await expect.poll(() => photosOf(again), { timeout: 60_000 }).toEqual([true])
		const unit = (await entitiesOf(api, where.operation)).find(({ id }) => id === where.unit)
		expect(unit).toMatchObject({ fields: { fms: 2 } })
	} finally {
		await stack.dispose()
	}
})
