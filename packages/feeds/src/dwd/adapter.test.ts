import { readdirSync, readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { dwd } from './adapter.ts'
import { DwdOptions } from './options.ts'

const FOLDER = new URL('samples/', import.meta.url)
const RECEIVED = instant(Date.UTC(2026, 10, 21, 20))
const ID = (n: number): string => `warning:dwd:2.49.0.0.276.0.DWD.PVW.1795280${n + 10}000.${n + 10}.MUL`.replace('1795280', '17952800')

runAdapterContract(
	dwd,
	readdirSync(FOLDER).map((name) => ({ file: new URL(name, FOLDER) })),
)

function parse(message: string | Uint8Array, { url, ...options }: Record<string, unknown> = {}): Parsed {
	const bytes = typeof message === 'string' ? readFileSync(new URL(message, FOLDER)) : message
	const address = typeof url === 'string' ? { url } : {}
	return dwd.parse(bytes, { feed: 'dwd', received: RECEIVED, document: 'archive', ...address }, DwdOptions.parse(options))
}

describe('an archive', () => {
	test('is the whole state: each message is one warning, and what it holds is what there is', () => {
		const { events, listing, rejects } = parse('stat.zip')
		expect(events.map(({ entity }) => entity)).toEqual([ID(1), ID(2), ID(3)])
		expect(listing).toEqual({ listTime: RECEIVED, complete: true, ids: [ID(1), ID(2), ID(3)] })
		expect(rejects).toEqual([])
	})
	test('without messages is a complete list of nothing', () => {
		expect(parse('empty.zip')).toMatchObject({ events: [], rejects: [], listing: { complete: true, ids: [] } })
	})
	test('with a message that nobody can identify ends nothing', () => {
		expect(parse('one-broken.zip')).toMatchObject({ rejects: [{ reason: 'not-xml' }], listing: { complete: false, ids: [ID(1)] } })
	})
	test('of changes lists nothing, by option and by address', () => {
		expect(parse('stat.zip', { mode: 'delta' }).listing).toBeUndefined()
		expect(parse('stat.zip', { url: 'https://dwd.example/COMMUNEUNION_DWD_DIFF/Z_CAP_DIFF_MUL.zip' }).listing).toBeUndefined()
	})
	test('that is cut off says so and ends nothing', () => {
		const cut = readFileSync(new URL('stat.zip', FOLDER)).subarray(0, 2_000)
		expect(parse(cut)).toMatchObject({ events: [], rejects: [{ reason: 'not-zip' }] })
		expect(parse(cut).listing).toBeUndefined()
	})
	test('a page of HTML under its address is no archive', () => {
		expect(parse(strToU8('<html><body>Wartung</body></html>'))).toMatchObject({ events: [], rejects: [{ reason: 'not-dwd' }] })
	})
	test('a single message is read as well and says nothing of others', () => {
		expect(parse('single.xml').listing).toBeUndefined()
		expect(parse('single.xml').events).toHaveLength(1)
	})
	test('that would unpack to a thousand times its size is not unpacked', () => {
		const bomb = zipSync({ 'a.xml': new Uint8Array(20_000_000), 'b.xml': strToU8('<alert/>') })
		expect(parse(bomb)).toMatchObject({
			events: [],
			rejects: [{ reason: 'too-large' }, { reason: 'missing-identifier' }],
			listing: { complete: false },
		})
	})
})

describe('the profile', () => {
	test('an excluded polygon is a hole; cells without outline have no invented place', () => {
		const [outlined, cells] = parse('stat.zip').events
		const geometry = outlined?.op === 'upsert' ? outlined.geometry : undefined
		expect(geometry?.type === 'MultiPolygon' && geometry.coordinates[0]).toHaveLength(2)
		expect(cells).not.toHaveProperty('geometry')
	})
	test('codes, cells and parameters are kept in words and numbers beside the text as sent', () => {
		expect(parse('stat.zip').events[0]?.ext).toMatchObject({
			dwd: {
				hazards: [
					{
						eventCode: '53',
						eventName: 'schwere Sturmböen',
						groups: ['WIND'],
						colour: '#ff0000',
						warncells: ['102000000'],
						parameters: [{ name: 'Böen', text: '>110 [km/h]', bound: '>', value: 110, unit: 'km/h' }],
					},
				],
			},
		})
	})
	test('the codes of test warnings are tests although the message says Actual', () => {
		expect(parse('stat.zip').events.map(({ status }) => status)).toEqual(['actual', 'actual', 'test'])
	})
})
