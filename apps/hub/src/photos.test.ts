import { request } from 'node:http'

import { openSqlitePhotos } from '@lagebild/journal/photos/sqlite.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { KeptPhoto } from '@lagebild/model/photo.ts'
import { instant } from '@lagebild/model/time.ts'
import { createPicture } from '@lagebild/picture/picture.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'

import { sweepPhotos } from './attachments/sweep.ts'
import { digest, jpeg, segment } from './attachments/testing/sample-photos.ts'
import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let crew: string
let n = 1

beforeAll(async () => {
	hub = await TestHub.start()
	crew = key('crew')
})

afterAll(async () => {
	await hub.close()
})

function key(name: string, role: 'field' | 'staff' | 'observer' = 'field', operations = ['lage']): string {
	return hub.access.createKey({ name, role, operations }).key
}

type Sending = { readonly by?: string; readonly id?: string; readonly sha256?: string; readonly op?: string }

function send(bytes: Uint8Array, { by = crew, id = uuid(n++), sha256 = digest(bytes), op = 'lage' }: Sending = {}) {
	const raw = new Uint8Array(bytes)
	return hub.ask(`/api/v1/operations/${op}/photos?id=${id}&sha256=${sha256}`, { key: by, raw, headers: { 'content-type': 'image/jpeg' } })
}

function address(sha256: string, entity?: string): string {
	return `/api/v1/operations/lage/photos/${sha256}${entity === undefined ? '' : `?entity=${encodeURIComponent(entity)}`}`
}

function see(sha256: string, entity?: string, by = hub.admin) {
	return hub.ask(address(sha256, entity), { key: by })
}

function report(sha256: string, label?: { level: string }) {
	const event = smallestEvent(n++, 'crew')
	return {
		...event,
		payload: { ...event.payload, attachments: { foto: { name: 'Foto 1', mediaType: 'image/jpeg', sha256 } } },
		...(label && { label }),
	}
}

test('[B1] a photo is there when it was answered, once, also after a restart and however often it comes', async () => {
	const bytes = jpeg({ salt: 1 })
	const id = uuid(n++)
	const kept = { id, sha256: digest(bytes), mediaType: 'image/jpeg', bytes: bytes.length, width: 640, height: 480 }
	const first = await send(bytes, { id })
	expect(first.status).toBe(201)
	expect(KeptPhoto.parse(first.body)).toMatchObject(kept)
	await hub.restart()
	const again = await send(bytes, { id })
	expect([again.status, again.body]).toMatchObject([200, kept])
	expect((await send(jpeg({ salt: 2 }), { id })).body).toMatchObject({ fault: 'id-reused', path: 'id' })
	const metrics = await hub.ask('/metrics', { key: hub.admin })
	expect(metrics.text).toContain('lagebild_photos{operation="lage"} 1')
	expect(metrics.text).toContain(`lagebild_photo_bytes{operation="lage"} ${bytes.length}`)
})

test('[B1] what is no whole photo of these bytes is refused with its reason, and leaves nothing', async () => {
	const bytes = jpeg({ salt: 3 })
	const cases: readonly [Uint8Array, Sending, object][] = [
		[bytes, { sha256: 'ab'.repeat(32) }, { fault: 'bad-message', path: 'sha256' }],
		[bytes.subarray(0, 60), {}, { fault: 'bad-message', path: 'body' }],
		[jpeg({ extra: [segment(0xe1, Buffer.from('Exif\0\0MM'))] }), {}, { fault: 'bad-message', path: 'body' }],
		[Buffer.from('%PDF-1.7'), {}, { fault: 'unsupported-type' }],
		[Buffer.alloc(0), {}, { fault: 'unsupported-type' }],
		[bytes, { sha256: 'zz' }, { fault: 'bad-query', path: 'sha256' }],
		[bytes, { id: 'eins' }, { fault: 'bad-query', path: 'id' }],
		[Buffer.concat([bytes, Buffer.alloc(600_000)]), {}, { fault: 'too-large' }],
	]
	for (const [body, sending, refusal] of cases) expect((await send(body, sending)).body).toMatchObject(refusal)
	expect((await see(digest(bytes), undefined, crew)).status).toBe(404)
})

test('[B1] of fifty megabytes only the beginning is read', async () => {
	const answered = Promise.withResolvers<number>()
	const target = new URL(`${hub.url}/api/v1/operations/lage/photos?id=${uuid(n++)}&sha256=${'ab'.repeat(32)}`)
	const headers = { authorization: `Bearer ${crew}`, 'content-length': 50_000_000 }
	const sending = request(target, { method: 'POST', headers }, (response) => answered.resolve(response.statusCode ?? 0))
	sending.on('error', () => undefined)
	sending.write(jpeg())
	expect(await answered.promise).toBe(413)
	sending.destroy()
})

test('[B1] an upload that breaks off leaves nothing, and comes again', async () => {
	const bytes = jpeg({ salt: 4 })
	const target = new URL(`${hub.url}/api/v1/operations/lage/photos?id=${uuid(n)}&sha256=${digest(bytes)}`)
	const headers = { authorization: `Bearer ${crew}`, 'content-length': bytes.length }
	const closed = Promise.withResolvers<void>()
	const sending = request(target, { method: 'POST', headers })
	sending.on('error', () => undefined)
	sending.on('close', () => closed.resolve())
	sending.write(bytes.subarray(0, 50), () => sending.destroy())
	await closed.promise
	expect((await see(digest(bytes), undefined, crew)).status).toBe(404)
	expect((await send(bytes, { id: uuid(n++) })).status).toBe(201)
})

test('[B3] [B6] who sees a thing that names it sees it, whichever came first, and its sender; nobody else', async () => {
	const bytes = jpeg({ salt: 5 })
	const sha256 = digest(bytes)
	const [named, hidden] = [report(sha256), report(sha256, { level: 'restricted' })]
	expect((await hub.post([named, hidden], crew)).text).not.toContain('fault')
	const list = `/api/v1/operations/lage/entities/${encodeURIComponent(named.entity)}/photos`
	expect((await hub.ask(list, { key: hub.admin })).body).toMatchObject({ photos: [{ sha256, there: false }] })
	expect((await see(sha256, named.entity)).status).toBe(404)
	await send(bytes)
	expect((await hub.ask(list, { key: hub.admin })).body).toMatchObject({ photos: [{ sha256, there: true }] })
	const staff = key('staff', 'staff')
	for (const by of [hub.admin, staff, crew]) expect((await see(sha256, named.entity, by)).status).toBe(200)
	expect((await see(sha256, undefined, crew)).status).toBe(200)
	const other = smallestEvent(n++)
	await hub.post(other)
	const strangers = [
		see(sha256, undefined, staff),
		see(sha256, hidden.entity, staff),
		see(sha256, other.entity, staff),
		see(sha256, 'incident:crew:none', staff),
		see('ab'.repeat(32), named.entity, staff),
		see(sha256, named.entity, key('else', 'staff', ['base'])),
	]
	const answers = await Promise.all(strangers)
	expect(answers.slice(0, 5).map(({ text }) => text)).toEqual(Array.from({ length: 5 }, () => answers[0]?.text))
	expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404])
	const away = { id: uuid(n++), kind: 'incident', entity: named.entity, op: 'patch', payload: { attachments: { foto: null } } }
	await hub.post(away, crew)
	expect((await see(sha256, named.entity, staff)).status, 'taken out of the report').toBe(404)
})

test('[B4] it is shown as a picture and nothing else, and asked for each time', async () => {
	const bytes = jpeg({ salt: 6 })
	const sha256 = digest(bytes)
	const event = report(sha256)
	await hub.post(event, crew)
	await send(bytes)
	const { headers, status } = await see(sha256, event.entity)
	expect(status).toBe(200)
	expect(Object.fromEntries(headers)).toMatchObject({
		'content-type': 'image/jpeg',
		'content-security-policy': "default-src 'none'; sandbox",
		'x-content-type-options': 'nosniff',
		'cache-control': 'private, no-cache',
		'content-length': String(bytes.length),
	})
	const etag = { 'if-none-match': `"${sha256}"` }
	const held = await hub.ask(address(sha256, event.entity), { key: hub.admin, headers: etag })
	expect([held.status, held.text]).toEqual([304, ''])
	expect((await hub.ask(address(sha256, event.entity), { key: key('late', 'staff', ['base']), headers: etag })).status).toBe(404)
})

test('[B5] who says nothing in an operation sends no photo to it, and there is an end to how many', async () => {
	const bytes = jpeg({ salt: 7 })
	expect((await send(bytes, { by: key('looks', 'observer') })).body).toMatchObject({ fault: 'not-allowed' })
	expect((await send(bytes, { op: 'base' })).body).toMatchObject({ fault: 'not-allowed' })
	expect((await send(bytes, { op: 'nirgends' })).body).toMatchObject({ fault: 'unknown-operation' })
	const flood = key('flood')
	const codes = await Promise.all(Array.from({ length: 150 }, () => send(bytes, { by: flood })))
	const slowed = codes.find(({ status }) => status === 429)
	expect(Number(slowed?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: 'zu', name: 'Zu', status: 'test' } })
	await hub.ask('/api/v1/operations/zu/state', { key: hub.admin, json: { state: 'closed', reason: 'Ende' } })
	expect((await send(bytes, { by: hub.admin, op: 'zu' })).body).toMatchObject({ fault: 'operation-closed' })
})

const Erased = z.object({ entries: z.number(), photos: z.number() })

test('[B7] an erased report takes its photo along for good, unless something else names it', async () => {
	const [alone, shared] = [jpeg({ salt: 8 }), jpeg({ salt: 9 })]
	const first = report(digest(alone))
	const [second, third] = [report(digest(shared)), report(digest(shared))]
	await hub.post([first, second, third], crew)
	await send(alone)
	await send(shared)
	for (const { entity } of [first, second]) {
		const wish = { entity, reason: 'auf Wunsch' }
		const preview = await hub.ask('/api/v1/operations/lage/erasures?dryRun=true', { key: hub.admin, json: wish })
		const { entries, photos } = Erased.parse(preview.body)
		expect(photos).toBe(1)
		expect((await hub.ask('/api/v1/operations/lage/erasures', { key: hub.admin, json: { ...wish, entries } })).status).toBe(200)
	}
	expect((await see(digest(alone), undefined, crew)).status).toBe(404)
	expect((await send(alone)).body).toMatchObject({ fault: 'not-allowed', path: 'sha256' })
	expect((await see(digest(shared), third.entity)).status).toBe(200)
})

test('[B8] what nothing names after three days goes, and by a picture that is whole only', async () => {
	const photos = openSqlitePhotos(hub.folder)
	const bytes = jpeg({ salt: 10 })
	const sha256 = digest(bytes)
	const operation = { id: OperationId.parse('fern') }
	const known = { operation, hub: { newer: undefined, hole: undefined }, picture: createPicture() }
	const days = (count: number) => instant(count * 24 * 3_600_000)
	await photos.keep({ operation: operation.id, sha256, id: 'a', credential: 'c', mediaType: 'image/jpeg', bytes, at: days(1), most: 1e6 })
	await expect(sweepPhotos({ ...known, caughtUp: true }, { photos, now: days(4) })).resolves.toBe(0)
	await expect(sweepPhotos({ ...known, caughtUp: false }, { photos, now: days(5) })).resolves.toBe(0)
	await expect(sweepPhotos({ ...known, caughtUp: true }, { photos, now: days(5) })).resolves.toBe(1)
	expect(await photos.find({ operation: operation.id, sha256 })).toBeUndefined()
	await photos.close()
})
