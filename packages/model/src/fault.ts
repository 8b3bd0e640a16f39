import * as z from 'zod'

import { printable } from './printable.ts'

/**
 * Every way Lagebild can refuse. `retry` tells a sender whether the same submission can succeed later unchanged,
 * `status` is the HTTP status when the fault answers a whole request (RFC 9110).
 */
export const FAULTS = {
	'bad-request': { status: 400, retry: false, text: 'This is no HTTP request.' },
	'bad-json': { status: 400, retry: false, text: 'The body is not valid JSON.' },
	'duplicate-key': { status: 400, retry: false, text: 'An object names the same key twice.' },
	'lone-surrogate': { status: 400, retry: false, text: 'A string holds half of a UTF-16 surrogate pair.' },
	'bad-message': { status: 422, retry: false, text: 'The message does not have the documented shape.' },
	'unknown-kind': { status: 422, retry: false, text: 'No entity kind has this name.' },
	'unsupported-version': { status: 422, retry: false, text: 'The version is newer than this hub knows.' },
	'bad-position': { status: 422, retry: false, text: 'A coordinate is out of range; GeoJSON order is longitude, latitude.' },
	'bad-time': { status: 422, retry: false, text: 'A time is not ISO 8601 with an offset, or is not plausible.' },
	'bad-query': { status: 400, retry: false, text: 'A query parameter is malformed.' },
	'bad-csv': { status: 422, retry: false, text: 'The file cannot be read as a table.' },
	'too-many-missing': {
		status: 409,
		retry: false,
		text: 'More than half of the list would end; say so a second time with confirmMissing.',
	},
	'too-large': { status: 413, retry: false, text: 'The body is larger than the limit.' },
	'too-many-items': { status: 413, retry: false, text: 'The batch holds more items than the limit.' },
	'unsupported-type': { status: 415, retry: false, text: 'The content type or encoding is not supported.' },
	unauthenticated: { status: 401, retry: false, text: 'A valid key or session is needed.' },
	'device-lost': { status: 403, retry: false, text: 'This device was reported lost: it deletes everything that it holds.' },
	'device-retired': {
		status: 403,
		retry: false,
		text: 'This device was retired: it deletes what it has read and may deposit what it has not sent.',
	},
	'not-allowed': { status: 403, retry: false, text: 'This credential may not do that.' },
	'prove-again': {
		status: 403,
		retry: false,
		text: 'Changing how one signs in needs a proof of the last 10 minutes: password, passkey, or signing in again.',
	},
	'wrong-source': { status: 403, retry: false, text: 'A credential creates entities only under its own source name.' },
	'unknown-operation': { status: 404, retry: false, text: 'There is no such operation for this credential.' },
	'unknown-entity': { status: 404, retry: false, text: 'There is no such entity for this credential.' },
	'unknown-event': { status: 404, retry: true, text: 'The event that is referred to has not arrived.' },
	'not-found': { status: 404, retry: false, text: 'There is nothing at this address.' },
	'status-mismatch': { status: 422, retry: false, text: 'Exercise, test and actual are never mixed in one operation.' },
	'id-reused': { status: 409, retry: false, text: 'This event id was used before with another body.' },
	'operation-exists': { status: 409, retry: false, text: 'An operation of this id exists already.' },
	'operation-closed': { status: 409, retry: false, text: 'The operation is closed: it can be read, and nothing is said in it any more.' },
	'operation-in-use': { status: 409, retry: false, text: 'An open operation shows this base; close that first.' },
	'bad-state': { status: 409, retry: false, text: 'The operation is in a state from which that is not possible.' },
	'diary-entry': {
		status: 409,
		retry: false,
		text: 'A diary entry stands as it was written: write a new one with a link "corrects" to it.',
	},
	'grant-changed': { status: 409, retry: false, text: 'What this credential may do was changed meanwhile; nothing was stored.' },
	'recipient-cannot-see': {
		status: 422,
		retry: false,
		text: 'Who is to carry the order out cannot see it, or something that it refers to.',
	},
	'login-taken': { status: 409, retry: false, text: 'Somebody else has this login, or a key speaks under it.' },
	'last-admin': { status: 409, retry: false, text: 'Nobody would be left who manages everything; make another admin first.' },
	'too-slow': { status: 408, retry: true, text: 'The request did not arrive to its end in time.' },
	'headers-too-large': { status: 431, retry: false, text: 'The headers of the request, cookies among them, are larger than the limit.' },
	'too-many-requests': { status: 429, retry: true, text: 'This credential sends faster than it may; see Retry-After.' },
	'storage-full': { status: 507, retry: true, text: 'The journal has no space left; nothing was stored.' },
	'not-ready': { status: 503, retry: true, text: 'The hub is starting, stopping or cut off from its journal.' },
	internal: { status: 500, retry: true, text: 'The hub failed at this request; its log says why.' },
	'client-too-old': { status: 426, retry: false, text: 'The page speaks an older protocol than the hub; reload it.' },
	'bad-cursor': { status: 400, retry: false, text: 'The cursor does not belong to this journal.' },
} as const satisfies Record<string, { status: number; retry: boolean; text: string }>

export type FaultCode = keyof typeof FAULTS

export const FaultCode = z.custom<FaultCode>(isFaultCode)

/** A refusal as it travels: `path` names the field (`payload.priority`, `items.3.geometry`), `message` the reason. */
export const Fault = z.strictObject({ fault: FaultCode, path: z.string().optional(), message: z.string() })
export type Fault = { readonly fault: FaultCode; readonly path?: string; readonly message: string }

/** As the schema of the same name, for pages, which hold no schemas. */
export function isFault(value: unknown): value is Fault {
	if (typeof value !== 'object' || value === null || !('fault' in value) || !('message' in value)) return false
	const path: unknown = 'path' in value ? value.path : undefined
	return isFaultCode(value.fault) && typeof value.message === 'string' && (path === undefined || typeof path === 'string')
}

function isFaultCode(value: unknown): value is FaultCode {
	return typeof value === 'string' && Object.hasOwn(FAULTS, value)
}

export function fault(code: FaultCode, message: string = FAULTS[code].text, path?: string): Fault {
	const said = printable(message)
	return path === undefined ? { fault: code, message: said } : { fault: code, path: printable(path), message: said }
}
