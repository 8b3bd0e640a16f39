import { AccessDetail, administered } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'

import { openChallenges } from './challenges.ts'
import { readDeviceKey, signatureHolds } from './device-proof.ts'
import { grantOfDevice } from './grants.ts'
import { newId } from './ids.ts'
import type { Issuing } from './issuing.ts'
import type { Device, Devices, EnrolmentRequest, ListedDevice } from './port.ts'
import { bytesIn, numberIn, textIn } from './rows.ts'
import { hashOf, newSecret } from './secret.ts'

const ENROLMENT_MS = 5 * 60_000
const NONCE_MS = 60_000
const TOKEN_MS = 10 * 60_000

const MOST_AGENT = 300

const REVOKED = { lost: 'device-lost', retired: 'device-retired' } as const
const UNKNOWN = fail(fault('unauthenticated'))
const NO_CODE = fail(
	fault('unauthenticated', 'This code lets no device in: it is mistyped, used, or older than five minutes. Ask for a new one.', 'code'),
)

type Enrolled = Pick<Devices, 'createEnrolment' | 'enrol' | 'revokeDevice'>

export function openDevices({ ledger, codes }: Issuing): Enrolled {
	const { database, now } = ledger
	const insert = database.prepare('insert into device_keys (device, public_key, agent) values (?, ?, ?)')
	return {
		createEnrolment: (request, by) =>
			ledger.transact((say) => {
				const expires = now() + ENROLMENT_MS
				const detail = detailOf(request)
				say(administered(by, 'device invited', detail.unit), by)
				return { code: codes.make('enrolment', { detail, by, invitedBy: request.invitedBy ?? by }, expires), expires }
			}),
		enrol: (code, { publicKeySpki, agent, name }) => {
			if (!readDeviceKey(publicKeySpki)) return fail(fault('bad-message', 'is a P-256 key as SPKI', 'publicKey'))
			return ledger.transact((say) => {
				const enrolment = enrolmentIn(codes.use('enrolment', code))
				if (!enrolment) return NO_CODE
				const { detail, by, invitedBy } = enrolment
				const enrolled = name === undefined ? detail : { ...detail, name }
				insert.run(detail.device, publicKeySpki, agent?.slice(0, MOST_AGENT) ?? null)
				say(enrolled, by)
				return ok({ device: deviceOf(enrolled), grant: grantOfDevice(enrolled), invitedBy })
			})
		},
		revokeDevice: (id, how, by) =>
			ledger.transact((say) => {
				const detail = ledger.known().devices.get(id)
				if (!detail || detail.state === how || detail.state === 'lost') return undefined
				const after = { ...detail, state: how, version: detail.version + 1 }
				say(after, by)
				return deviceOf(after)
			}),
	}
}

type Proving = Pick<Devices, 'challenge' | 'proveDevice' | 'proveRetired' | 'grantOfDeviceToken' | 'sawDevice'>

/** Tokens hold at every hub, until one of them starts: then every tablet proves itself anew, since no entry vouches for them. */
export function openDeviceProofs(issuing: Issuing): Proving {
	const { ledger, used, grants } = issuing
	const { database, now } = ledger
	const { makeChallenge } = openChallenges(database, now)
	const insert = database.prepare('insert into device_tokens (hash, device, expires) values (?, ?, ?)')
	const select = database.prepare('select device, expires from device_tokens where hash = ? and expires > ?')
	const provenBy = openProof(issuing)
	return {
		challenge: (device) => ({ nonce: makeChallenge(purposeOf(device), NONCE_MS), expires: Math.round(now() + NONCE_MS) }),
		proveDevice: (id, nonce, signature) => {
			const detail = provenBy(id, nonce, signature)
			if (!detail) return UNKNOWN
			if (detail.state !== 'active') return fail(fault(REVOKED[detail.state]))
			const token = newSecret()
			const expires = instant(Math.round(now() + TOKEN_MS))
			insert.run(hashOf(token), id, expires)
			used.mark(`device-${id}`)
			return ok({ token, expires, grant: { ...grants(detail, grantOfDevice), expires } })
		},
		proveRetired: (id, nonce, signature) => {
			const detail = provenBy(id, nonce, signature)
			if (!detail) return UNKNOWN
			if (detail.state !== 'retired') return fail(fault(detail.state === 'lost' ? 'device-lost' : 'bad-state'))
			return ok({ device: listedDevice(issuing, detail), grant: grantForDeposit(detail) })
		},
		grantOfDeviceToken: (token) => {
			const row = select.get(hashOf(token), now())
			const detail = row && ledger.directory().devices.get(textIn(row, 'device'))
			if (!row || detail?.state !== 'active') return undefined
			used.mark(`device-${detail.device}`)
			return { ...grants(detail, grantOfDevice), expires: instant(numberIn(row, 'expires')) }
		},
		sawDevice: (id) => used.mark(`device-${id}`),
	}
}

type Proof = (id: string, nonce: string, signature: Uint8Array) => DetailOf<'device'> | undefined

function purposeOf(device: string): string {
	return `device ${device}`
}

function openProof({ ledger }: Issuing): Proof {
	const { database, now } = ledger
	const { challengeHolds, spendChallenge } = openChallenges(database, now)
	const keyOf = database.prepare('select public_key from device_keys where device = ?')
	return (id, nonce, signature) => {
		const row = keyOf.get(id)
		const key = row && readDeviceKey(bytesIn(row, 'public_key'))
		const holds = key && challengeHolds(nonce, purposeOf(id)) && signatureHolds(key, { device: id, nonce }, signature)
		return holds && spendChallenge(nonce, purposeOf(id)) ? ledger.directory().devices.get(id) : undefined
	}
}

type Listing = Pick<Devices, 'devices' | 'deviceById'>

export function openDeviceList(issuing: Issuing): Listing {
	const { ledger } = issuing
	return {
		devices: () => {
			const { devices } = ledger.directory()
			return [...devices.values()]
				.map((detail) => listedDevice(issuing, detail))
				.toSorted((a, b) => a.created - b.created || (a.device < b.device ? -1 : 1))
		},
		deviceById: (id) => {
			const detail = ledger.directory().devices.get(id)
			return detail && deviceOf(detail)
		},
	}
}

function listedDevice({ ledger, used }: Issuing, detail: DetailOf<'device'>): ListedDevice {
	const { created = 0, changed = 0 } = ledger.timesOf('device', detail.device) ?? {}
	const lastContact = used.at(`device-${detail.device}`)
	const agent = ledger.database.prepare('select agent from device_keys where device = ?').get(detail.device)?.['agent']
	return {
		...deviceOf(detail),
		created,
		...(detail.state !== 'active' && { revoked: changed }),
		...(lastContact !== undefined && { lastContact }),
		...(typeof agent === 'string' && { agent }),
	}
}

function detailOf({ unit, operation, name, organisation, clearance }: EnrolmentRequest): DetailOf<'device'> {
	const detail = AccessDetail.parse({
		what: 'device',
		device: newId(),
		name,
		unit,
		operation,
		...(organisation !== undefined && { organisation }),
		clearance: clearanceFor('field', clearance),
		state: 'active',
		version: 0,
	})
	if (detail.what !== 'device') throw new Error('a device was read as something else')
	return detail
}

type Invited = { readonly detail: DetailOf<'device'>; readonly by: string; readonly invitedBy: string }

function enrolmentIn(content: unknown): Invited | undefined {
	if (typeof content !== 'object' || content === null || !('detail' in content) || !('by' in content)) return undefined
	const detail = AccessDetail.parse(content.detail)
	const by = String(content.by)
	return detail.what === 'device' ? { detail, by, invitedBy: 'invitedBy' in content ? String(content.invitedBy) : by } : undefined
}

function deviceOf({ what: _what, ...device }: DetailOf<'device'>): Device {
	return device
}

/**
 * In the journals its grant has ended with this version. What it may still hand over is said under the next one, which is also the number that
 * a loss would have, and end.
 */
function grantForDeposit(detail: DetailOf<'device'>): Grant {
	return grantOfDevice({ ...detail, version: detail.version + 1 })
}
