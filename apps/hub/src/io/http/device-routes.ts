import { Challenge, DeviceProof, DeviceSession, EnrolledDevice, Enrolment, readCode } from '@lagebild/model/access/device.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'
import { Router } from 'express'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { HubContext } from './context.ts'
import { postDeposit } from './device-deposit.ts'
import { publicPost } from './public-post.ts'
import { parameter } from './route.ts'
import { Tries } from './tries.ts'

/** Wrong codes from one address in a minute. A code has 50 bits and five minutes: this spares the hub, it does not guard the code. */
const MOST_WRONG = 30

/** What a tablet asks before anybody knows it, and what it proves itself with. */
export function deviceRoutes(context: HubContext): Router {
	const router = Router()
	router.post('/v1/devices/enrol', postEnrolment(context))
	router.post('/v1/devices/:id/challenge', postChallenge(context))
	router.post('/v1/devices/:id/session', postSession(context))
	router.post('/v1/devices/:id/deposit', postDeposit(context))
	return router
}

/** D1: a wrong code, a used one and an old one are one and the same refusal. */
function postEnrolment({ access, now }: HubContext): RequestHandler {
	const tries = new Tries(MOST_WRONG)
	return publicPost(Enrolment, async ({ request, address }, { code, publicKey, name }) => {
		if (!tries.may(address, now()))
			return fail(fault('too-many-requests', 'Too many wrong codes from this address; try again in a minute.'))
		const agent = request.headers['user-agent']
		const tablet = {
			publicKeySpki: Buffer.from(publicKey, 'base64url'),
			...(agent !== undefined && { agent }),
			...(name !== undefined && { name }),
		}
		const enrolled = await access.attempt(() => access.enrol(readCode(code), tablet))
		if (!enrolled.ok) {
			tries.fail(address, now())
			return enrolled
		}
		const { device, invitedBy } = enrolled.value
		return ok(EnrolledDevice.parse({ ...device, id: device.device, enrolled: now(), enrolledBy: invitedBy }))
	})
}

/** D2: whoever asks gets one, so that nobody learns which devices there are. */
function postChallenge({ access }: HubContext): RequestHandler {
	return aboutDevice(z.strictObject({}), (device) => ok(Challenge.parse(access.challenge(device))))
}

/** D4: only who holds the key of a device learns that it is lost or retired. */
function postSession({ access }: HubContext): RequestHandler {
	return aboutDevice(DeviceProof, async (device, { nonce, signature }) => {
		const proof = await access.attempt(() => access.proveDevice(device, nonce, Buffer.from(signature, 'base64url')))
		return proof.ok ? ok(DeviceSession.parse({ token: proof.value.token, expires: instant(proof.value.expires) })) : proof
	})
}

function aboutDevice<T>(
	schema: z.ZodType<T>,
	handle: (device: string, body: T) => Promise<Result<unknown>> | Result<unknown>,
): RequestHandler {
	return publicPost(schema, ({ request }, body) => handle(parameter(request, 'id'), body))
}
