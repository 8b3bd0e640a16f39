import { createHash } from 'node:crypto'

import type { Keeping, PhotoKey } from '@lagebild/journal/photos/port.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { EntityId, EventId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { MAX_PHOTO_BYTES, Sha256 } from '@lagebild/model/photo.ts'
import type { KeptPhoto } from '@lagebild/model/photo.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Request, RequestHandler, Response } from 'express'
import * as z from 'zod'

import { checkPhoto } from '../../attachments/check-photo.ts'
import type { CheckedPhoto } from '../../attachments/check-photo.ts'
import { namedBy } from '../../attachments/referred.ts'
import { closedFault, deskClosed } from '../../core/grant.ts'
import { budgetFault } from '../budget.ts'
import { Pace } from '../pace.ts'
import { auditRead, entityIsRestricted } from './audit.ts'
import { readBytesOf } from './body.ts'
import type { HubContext } from './context.ts'
import { atEntity } from './entity.ts'
import { sendFault } from './faults.ts'
import { readQuery } from './query.ts'
import { mayReadEntity, readerOf } from './readable.ts'
import { inOperation, parameter, writingIn } from './route.ts'
import type { OperationCall } from './route.ts'

/** Photos that a credential may send at once, and then so many a second: a crew that was without network for a day has some dozens. */
const AT_ONCE = 120
const PER_SECOND = 2

const Upload = z.strictObject({ id: EventId, sha256: Sha256 })
type Upload = z.infer<typeof Upload>

/** B1: takes the bytes of one photo. The same again is the same answer. */
export function postPhoto(context: HubContext): RequestHandler {
	const pace = new Pace({ most: AT_ONCE, perSecond: PER_SECOND, now: () => performance.now() })
	return writingIn(context, async (call) => {
		const { grant, request, response } = call
		const upload = readQuery(request, Upload)
		const refused = mayNotSend(context, call) ?? tooOften(context, grant, pace)
		const photo =
			refused || !upload.ok ? undefined : await readPhoto(request, response, { upload: upload.value, most: largest(context, grant) })
		if (refused) sendFault(response, refused)
		else if (!upload.ok) sendFault(response, upload.fault)
		else if (!photo?.ok) sendFault(response, photo?.fault ?? fault('internal'))
		else await keep(context, call, { ...upload.value, ...photo.value })
	})
}

function mayNotSend({ now }: HubContext, { running: { hub }, grant }: OperationCall): Fault | undefined {
	return deskClosed(hub, grant, now()) ?? closedFault(hub)
}

function tooOften({ access }: HubContext, { credential }: Grant, pace: Pace): (Fault & { readonly retryAfterMs: number }) | undefined {
	const budget = budgetFault(access, credential, 1)
	if (budget || pace.spend(credential)) return budget
	return { ...fault('too-many-requests'), retryAfterMs: pace.waitMs(credential) }
}

function largest({ access }: HubContext, { credential }: Grant): number {
	return Math.min(MAX_PHOTO_BYTES, access.budgetOf(credential).bytes ?? MAX_PHOTO_BYTES)
}

type Photo = { readonly bytes: Uint8Array; readonly checked: Extract<CheckedPhoto, { ok: true }> }

async function readPhoto(
	request: Request,
	response: Response,
	{ upload: { sha256 }, most }: { readonly upload: Upload; readonly most: number },
): Promise<Result<Photo>> {
	const read = saysMore(request, most) ? tooLarge(response, most) : await readBytesOf(request, response, most)
	if (!read.ok) return read
	const bytes = read.value
	if (createHash('sha256').update(bytes).digest('hex') !== sha256)
		return fail(fault('bad-message', 'the bytes that came are not those of this sha256', 'sha256'))
	const checked = checkPhoto(bytes)
	return checked.ok ? ok({ bytes, checked }) : fail(photoFault(checked.why))
}

/** Whoever says beforehand that it is too much is answered before it has come, and not listened to any longer. */
function saysMore({ headers }: Request, most: number): boolean {
	return Number(headers['content-length'] ?? 0) > most
}

function tooLarge(response: Response, most: number): Result<never> {
	response.setHeader('connection', 'close')
	return fail(fault('too-large', `the photo is larger than ${most} bytes`))
}

function photoFault(why: Extract<CheckedPhoto, { ok: false }>['why']): Fault {
	switch (why) {
		case 'type':
			return fault('unsupported-type', 'a photo is a JPEG, a PNG or a WebP, and these bytes are none', 'body')
		case 'broken':
			return fault('bad-message', 'the photo is not whole, or is more than one still picture', 'body')
		case 'metadata':
			return fault('bad-message', 'the photo holds more than a picture: take out where, when and with what it was taken', 'body')
		case 'size':
			return fault('too-large', 'the photo has more pixels on a side than the limit, or none', 'body')
	}
}

async function keep(context: HubContext, { running, grant, response }: OperationCall, photo: Upload & Photo): Promise<void> {
	const { photos, settings, now } = context
	const { id, sha256, bytes, checked } = photo
	const { mediaType, width, height } = checked
	const key: PhotoKey = { operation: running.operation.id, sha256 }
	const most = settings.photos.operationMegabytes * 1_000_000
	const kept = await photos.keep({ ...key, id, credential: grant.credential, mediaType, bytes, at: now(), most })
	context.metrics.photos.inc({ outcome: kept })
	const refused = keepingFault(kept)
	if (refused) sendFault(response, refused)
	else {
		const answer: KeptPhoto = { id, sha256, mediaType, bytes: bytes.length, width, height, epoch: running.epoch }
		response.status(kept === 'kept' ? 201 : 200).json(answer)
	}
}

function keepingFault(kept: Keeping): Fault | undefined {
	switch (kept) {
		case 'kept':
		case 'known':
			return undefined
		case 'reused':
			return fault('id-reused', 'this id came with other bytes before', 'id')
		case 'erased':
			return fault('not-allowed', 'these bytes were erased here, and do not come back', 'sha256')
		case 'full':
			return fault('storage-full', 'there is no room for more photos of this operation, or on the disk')
	}
}

/** Which of the photos that a thing names are there, so that nobody has to ask for one that has yet to come. */
export function getPhotosOf(context: HubContext): RequestHandler {
	return atEntity(context, async ({ running, response, id }) => {
		const named = namedBy(running.picture, id)
		const there = new Set(named.length === 0 ? [] : await context.photos.there(running.operation.id, named))
		response.json({ operation: running.operation.id, photos: named.map((sha256) => ({ sha256, there: there.has(sha256) })) })
	})
}

const Question = z.strictObject({ entity: EntityId.optional() })

/** A page of this hub shows it and runs nothing of it. Who may see it is asked each time; the bytes themselves need not travel again. */
const HEADERS = {
	'cache-control': 'private, no-cache',
	'content-security-policy': "default-src 'none'; sandbox",
	'content-disposition': 'inline',
	'x-content-type-options': 'nosniff',
	vary: 'Authorization, Cookie',
} as const

/** B3, B4: by a thing that names it and that the reader sees, or by whoever sent it. Anybody else, and what is not there, are answered alike. */
export function getPhoto(context: HubContext): RequestHandler {
	return inOperation(context, async (call) => {
		const { request, response } = call
		const question = readQuery(request, Question)
		const sha256 = Sha256.safeParse(parameter(request, 'sha256'))
		if (!question.ok) return sendFault(response, question.fault)
		const key = sha256.success ? { operation: call.running.operation.id, sha256: sha256.data } : undefined
		if (!key || !(await maySee(context, call, { key, entity: question.value.entity }))) return sendFault(response, fault('not-found'))
		await send(context, call, key)
	})
}

type Asked = { readonly key: PhotoKey; readonly entity: EntityId | undefined }

async function maySee(context: HubContext, call: OperationCall, { key, entity }: Asked): Promise<boolean> {
	const { running, grant } = call
	if (entity === undefined) return context.photos.isFrom(key, grant.credential)
	if (!mayReadEntity(readerOf(context, call), running.picture, entity) || !namedBy(running.picture, entity).includes(key.sha256))
		return false
	if (entityIsRestricted(running.picture, entity)) auditRead(context, { grant, operation: key.operation, entity })
	return true
}

async function send({ photos }: HubContext, { request, response }: OperationCall, key: PhotoKey): Promise<void> {
	const etag = `"${key.sha256}"`
	const found = await photos.find(key)
	if (!found) return sendFault(response, fault('not-found'))
	for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
	response.setHeader('etag', etag)
	if (request.headers['if-none-match'] === etag) response.status(304).end()
	else response.type(found.mediaType).send(Buffer.from(found.bytes))
}
