import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'

import { DeviceNonces } from './device-nonce.ts'
import { readDeviceKey, signatureHolds } from './device-proof.ts'
import { grantOfDevice } from './grants.ts'
import { newId } from './ids.ts'
import type { Issuing } from './issuing.ts'
import type { Device, Devices, EnrolmentRequest, ListedDevice } from './port.ts'
import { bytesIn } from './rows.ts'
import { hashOf, newSecret } from './secret.ts'
import { TimedMap } from './timed-map.ts'

const ENROLMENT_MS = 5 * 60_000
const NONCE_MS = 60_000
const TOKEN_MS = 10 * 60_000
/** Tokens: only a device that holds its key gets one. */
const MOST = 20_000

const REVOKED = { lost: 'device-lost', retired: 'device-retired' } as const
const UNKNOWN = fail(fault('unauthenticated'))

type Enrolled = Pick<Devices, 'createEnrolment' | 'enrol' | 'revokeDevice'>

export function openDevices({ ledger, codes }: Issuing): Enrolled {
	const { database, now } = ledger
	const insert = database.prepare('insert into device_keys (device, public_key, agent) values (?, ?, ?)')
	return {
		createEnrolment: (request, by) =>
			ledger.transact((say) => {
				const expires = now() + ENROLMENT_MS
				const detail = detailOf(request)
				say({ what: 'administered', credential: by, act: 'device invited', of: detail.unit }, by)
				return { code: codes.make('enrolment', { detail, by }, expires), expires }
			}),
		enrol: (code, { publicKeySpki, agent, name }) => {
			if (!readDeviceKey(publicKeySpki)) return fail(fault('bad-message', 'is a P-256 key as SPKI', 'publicKey'))
			return ledger.transact((say) => {
				const enrolment = enrolmentIn(codes.use('enrolment', code))
				if (!enrolment) return UNKNOWN
				const { by } = enrolment
				const detail = { ...enrolment.detail, name: name ?? enrolment.detail.name }
				insert.run(detail.device, publicKeySpki, agent?.slice(0, 300) ?? null)
				say(detail, by)
				return ok({ device: deviceOf(detail), grant: grantOfDevice(detail), invitedBy: by })
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

type Proving = Pick<Devices, 'challenge' | 'proveDevice' | 'proveRetired' | 'sawDevice' | 'grantOfDeviceToken'>

/** Challenges and tokens live in this process alone: after a start every tablet proves itself anew. */
export function openDeviceProofs({ ledger, used, grants }: Issuing): Proving {
	const { database, now } = ledger
	const keyOf = database.prepare('select public_key from device_keys where device = ?')
	const nonces = new DeviceNonces(NONCE_MS)
	const tokens = new TimedMap<string>(TOKEN_MS, MOST)
	/** What is known of a device that has just proved its key. */
	const proven = (id: string, nonce: string, signature: Uint8Array): DetailOf<'device'> | undefined => {
		const row = keyOf.get(id)
		const key = row && readDeviceKey(bytesIn(row, 'public_key'))
		if (!nonces.holds(id, nonce, now()) || !key || !signatureHolds(key, { device: id, nonce }, signature)) return undefined
		nonces.use(nonce, now())
		used.mark(`device-${id}`)
		return ledger.directory().devices.get(id)
	}
	return {
		challenge: (device) => nonces.make(device, now()),
		proveDevice: (id, nonce, signature) => {
			const detail = proven(id, nonce, signature)
			if (!detail) return UNKNOWN
			if (detail.state !== 'active') return fail(fault(REVOKED[detail.state]))
			const token = newSecret()
			const expires = instant(tokens.put(hashOf(token).toString('hex'), id, now()))
			return ok({ token, expires, grant: { ...grants(detail, grantOfDevice), expires } })
		},
		proveRetired: (id, nonce, signature) => {
			const detail = proven(id, nonce, signature)
			if (!detail) return UNKNOWN
			if (detail.state === 'lost') return fail(fault(REVOKED.lost))
			if (detail.state === 'active') return fail(fault('bad-state', 'this device is in use: it submits what it has to say'))
			return ok({ device: listedOf(detail, ledger.times('device').get(id)), grant: grants(detail, grantOfDevice) })
		},
		sawDevice: (id) => used.mark(`device-${id}`),
		grantOfDeviceToken: (token) => {
			const held = tokens.get(hashOf(token).toString('hex'), now())
			const detail = held && ledger.directory().devices.get(held.value)
			if (!held || detail?.state !== 'active') return undefined
			used.mark(`device-${held.value}`)
			return { ...grants(detail, grantOfDevice), expires: instant(held.expires) }
		},
	}
}

type Listing = Pick<Devices, 'devices' | 'deviceById'>

export function openDeviceList({ ledger, used }: Issuing): Listing {
	const agents = ledger.database.prepare('select device, agent from device_keys')
	return {
		devices: () => {
			const [times, contacts] = [ledger.times('device'), used.all()]
			const named = new Map(agents.all().map((row) => [row['device'], row['agent']]))
			return [...ledger.directory().devices.values()]
				.map((detail) => {
					const [contact, agent] = [contacts.get(`device-${detail.device}`), named.get(detail.device)]
					return {
						...listedOf(detail, times.get(detail.device)),
						...(contact !== undefined && { lastContact: contact }),
						...(typeof agent === 'string' && { agent }),
					}
				})
				.toSorted((a, b) => a.created - b.created || (a.device < b.device ? -1 : 1))
		},
		deviceById: (id) => {
			const detail = ledger.directory().devices.get(id)
			return detail && deviceOf(detail)
		},
	}
}

type Times = { readonly created: number; readonly changed: number }

/** Its last change is the end of it: nothing about a revoked device changes but its loss. */
function listedOf(detail: DetailOf<'device'>, times: Times | undefined): ListedDevice {
	const { created = 0, changed = 0 } = times ?? {}
	return { ...deviceOf(detail), created, ...(detail.state !== 'active' && { revoked: changed }) }
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

function enrolmentIn(content: unknown): { readonly detail: DetailOf<'device'>; readonly by: string } | undefined {
	if (typeof content !== 'object' || content === null || !('detail' in content) || !('by' in content)) return undefined
	const detail = AccessDetail.parse(content.detail)
	return detail.what === 'device' ? { detail, by: String(content.by) } : undefined
}

function deviceOf({ what: _what, ...device }: DetailOf<'device'>): Device {
	return device
}
