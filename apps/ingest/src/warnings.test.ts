import { afterEach, describe, expect, test } from 'vitest'

import { contentOf, healthOf } from './testing/fake-hub.ts'
import { pages } from './testing/pages.ts'
import type { Pages } from './testing/pages.ts'
import { settingOf } from './testing/setting.ts'
import type { Setting } from './testing/setting.ts'
import { poll } from './worker.ts'

const open: Setting[] = []

afterEach(async () => {
	await Promise.all(open.splice(0).map((setting) => setting.close()))
})

async function nina(content: Pages, asked: string[] = []): Promise<Setting> {
	const setting = await settingOf(pages(content, asked), { format: 'nina', path: '/api31', options: { channels: ['mowas'] } })
	open.push(setting)
	return setting
}

const LIST = '/api31/mowas/mapData.json'

function list(ids: readonly string[], version = 1): string {
	return JSON.stringify(ids.map((id) => ({ id, startDate: '2026-11-21T20:00:00+01:00', severity: 'Severe', type: 'Alert', version })))
}

function warning(id: string, area: object, version = 1): string {
	const info = [
		{ language: 'de', event: 'Sturmflut', severity: 'Severe', headline: `Fassung ${version}`, area: [{ areaDesc: 'Hafen', ...area }] },
	]
	const head = { identifier: id, sender: 'DE-HH', sent: '2026-11-21T20:00:00+01:00', status: 'Actual', msgType: 'Alert', scope: 'Public' }
	return JSON.stringify({ ...head, info, code: [`DVN:${version}`] })
}

function outline(id: string): string {
	const coordinates = [
		[
			[9.9, 53.5],
			[10, 53.5],
			[10, 53.6],
			[9.9, 53.5],
		],
	]
	return JSON.stringify({
		type: 'FeatureCollection',
		features: [{ type: 'Feature', properties: { warnId: id }, geometry: { type: 'Polygon', coordinates } }],
	})
}

/** What the newest statement of a feed says about each of its warnings: as the picture orders them, by revision within one time. */
function newest(setting: Setting): readonly unknown[] {
	const said = contentOf(setting.hub).flatMap((event) => (event.op === 'upsert' ? [event] : []))
	const byEntity = Map.groupBy(
		said.toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0)),
		({ entity }) => entity,
	)
	return [...byEntity.values()].map((events) => [events.at(-1)?.payload['texts'], events.at(-1)?.geometry?.type])
}

describe('NINA', () => {
	test('a warning comes from three documents, is told with its outline, and again when it changes under the same id', async () => {
		const asked: string[] = []
		const content: Pages = {
			[LIST]: list(['mow.1']),
			'/api31/warnings/mow.1.json': warning('mow.1', {}),
			'/api31/warnings/mow.1.geojson': outline('mow.1'),
		}
		const setting = await nina(content, asked)
		const worker = setting.worker()
		await poll(worker)
		expect(newest(setting)).toEqual([[{ de: { event: 'Sturmflut', headline: 'Fassung 1' } }, 'MultiPolygon']])
		setting.pass()
		await poll(worker)
		expect(asked).toHaveLength(4)
		content[LIST] = list(['mow.1'], 2)
		content['/api31/warnings/mow.1.json'] = warning('mow.1', {}, 2)
		setting.pass()
		await poll(worker)
		expect(newest(setting)).toEqual([[{ de: { event: 'Sturmflut', headline: 'Fassung 2' } }, 'MultiPolygon']])
		expect(healthOf(setting.hub)).toEqual([['green', null]])
	})
	test('a restart and a second poller say it under the same ids', async () => {
		const content: Pages = {
			[LIST]: list(['mow.1']),
			'/api31/warnings/mow.1.json': warning('mow.1', {}),
			'/api31/warnings/mow.1.geojson': outline('mow.1'),
		}
		const setting = await nina(content)
		await poll(setting.worker())
		const ids = contentOf(setting.hub).map(({ id }) => id)
		await poll(setting.worker())
		expect(contentOf(setting.hub).map(({ id }) => id)).toEqual(ids)
	})
	test('an outline that is not there costs the outline only, and is told', async () => {
		const content: Pages = {
			[LIST]: list(['mow.1']),
			'/api31/warnings/mow.1.json': warning('mow.1', {}),
			'/api31/warnings/mow.1.geojson': { status: 404 },
		}
		const setting = await nina(content)
		await poll(setting.worker())
		expect(newest(setting)).toEqual([[{ de: { event: 'Sturmflut', headline: 'Fassung 1' } }, undefined]])
		expect(healthOf(setting.hub)).toEqual([['amber', '1 of 3 documents: HTTP 404 Not Found']])
	})
	test('a list that shrinks from 41 to 0 turns amber and ends nothing until five polls agree', async () => {
		const ids = Array.from({ length: 41 }, (_, i) => `mow.${i}`)
		const drawn = { polygon: ['53.5,9.9 53.5,10 53.6,10 53.5,9.9'] }
		const content: Pages = { [LIST]: list(ids), ...Object.fromEntries(ids.map((id) => [`/api31/warnings/${id}.json`, warning(id, drawn)])) }
		const setting = await nina(content)
		const worker = setting.worker()
		await poll(worker)
		content[LIST] = '[]'
		for (const _ of [1, 2, 3, 4, 5]) {
			setting.pass()
			await poll(worker)
		}
		expect(healthOf(setting.hub)).toEqual([
			['green', null],
			['amber', 'upstream list shrank 41 → 0'],
			['green', null],
		])
		const rosters = contentOf(setting.hub).flatMap((event) =>
			event.op === 'roster' ? [[event.roster.streak, event.roster.ids.length]] : [],
		)
		expect(rosters).toEqual([
			[1, 41],
			[1, 0],
			[2, 0],
			[5, 0],
		])
	})
})
