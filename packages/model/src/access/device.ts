import * as z from 'zod'

import { EntityId, OperationId } from '../ids.ts'
import { Line } from '../kinds/words.ts'
import { Instant } from '../time.ts'

/** Characters of an enrolment code: Crockford's base 32, in which no two are mistaken for each other when read aloud or typed with gloves. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What somebody typed or scanned as the hub knows it: without spaces and hyphens, and O, I and L as the digits that they look like. */
export function readCode(typed: string): string {
	return typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

/** As it is printed and read aloud: in groups of five. */
export function formatCode(code: string): string {
	return code.match(/.{1,5}/g)?.join('-') ?? code
}

/** What a device signs (ECDSA P-256 over SHA-256, signature in the form of IEEE P1363) to prove that it holds its key. */
export function proofText(device: string, nonce: string): string {
	return `lagebild-device-1\n${device}\n${nonce}`
}

/** 32 to 1,024 bytes as base64url. */
const Bytes = z.string().regex(/^[A-Za-z0-9_-]{43,1366}$/, 'must be base64url')

/** `POST /api/v1/devices/enrol`. The code lets in, once and for five minutes; `name` is what the crew calls the tablet. */
export const Enrolment = z.strictObject({
	code: z.string().min(1).max(200),
	/** Subject public key info (DER) of the device's P-256 key. */
	publicKey: Bytes,
	name: Line.max(120).exactOptional(),
})

/** What a tablet knows of itself from then on. */
export const EnrolledDevice = z.object({
	id: z.string(),
	name: z.string(),
	unit: EntityId,
	operation: OperationId,
	organisation: z.string().exactOptional(),
	enrolled: Instant,
	/** Who made the code. */
	enrolledBy: z.string(),
})
export type EnrolledDevice = z.infer<typeof EnrolledDevice>

/** Answer of `POST /api/v1/devices/{id}/challenge`: to be signed once, before it expires. */
export const Challenge = z.object({ nonce: z.string(), expires: Instant })

const Proof = { nonce: z.string().min(1).max(200), signature: Bytes }

/** `POST /api/v1/devices/{id}/session` */
export const DeviceProof = z.strictObject(Proof)

/** The token opens connections and answers requests until it expires; a connection that stands outlives it. */
export const DeviceSession = z.object({ token: z.string(), expires: Instant })

/** Events in one deposit. */
export const MOST_DEPOSITED = 500
/** After its retirement a device may deposit for so long. */
export const DEPOSIT_MS = 14 * 86_400_000

/** `POST /api/v1/devices/{id}/deposit`, from a retired device: what it has not sent, in its order. */
export const Deposit = z.strictObject({
	...Proof,
	operation: OperationId.optional().describe('Where it was said: the operation of the device, as without it, or a base which that shows.'),
	items: z.array(z.unknown()).min(1).max(MOST_DEPOSITED),
})
