import { gateEntity, gateRepeats, gateStatements } from '../devices/gates.ts'
import type { Statement } from '../devices/statement.ts'
import { HOUR } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { GATES } from '../scenario/gates.ts'
import type { Gate } from '../scenario/gates.ts'
import type { Context } from './context.ts'
import type { Document } from './reply.ts'

/** The polder whose gates have contacts with LoRaWAN as well. */
const POLDER = 'Nordufer'

type Contact = { readonly gate: Gate; readonly device: string; readonly eui: string }

/** Gates with a contact, and the device of each. */
const CONTACTS: readonly Contact[] = GATES.filter(({ polder }) => polder === POLDER).map((gate, i) => ({
	gate,
	device: `kontakt-${gate.id}`,
	eui: `70B3D57ED0E0E0${(i + 1).toString(16).toUpperCase().padStart(2, '0')}`,
}))

/** Every other one speaks by webhook; of the rest the storage integration tells. */
export const POSTED = CONTACTS.filter((_, i) => i % 2 === 1)
export const STORED = CONTACTS.filter((_, i) => i % 2 === 0)

/** The storage integration tells of so long. */
const KEPT_MS = 2 * HOUR

/** The storage integration of The Things Stack below `/ttn`: what contacts of gates said in the last two hours, one message a line. */
export function serveTtn(path: string, { now, clock }: Context): Document | undefined {
	if (path !== '/api/v3/as/applications/uebung/packages/storage/uplink_message') return undefined
	const lines = uplinks(STORED, clock, { from: now - KEPT_MS, to: now }).map((result) => `${JSON.stringify({ result })}\n`)
	return { type: 'text/event-stream', body: lines.join('') }
}

/** What the MQTT server of the stack says of the same. */
export function uplinkMessages(clock: Clock, span: Span) {
	return uplinks(CONTACTS, clock, span).map((uplink) => ({
		topic: `v3/uebung@ttn/devices/${uplink.end_device_ids.device_id}/up`,
		payload: JSON.stringify(uplink),
	}))
}

type Span = { readonly from: number; readonly to: number }

/** What its webhook posts, one after the other. */
export function postedUplinks(clock: Clock, span: Span): readonly string[] {
	return uplinks(POSTED, clock, span).map((uplink) => JSON.stringify(uplink))
}

function uplinks(contacts: readonly Contact[], clock: Clock, span: Span) {
	const said = [...gateStatements('sensor', clock, span), ...gateRepeats(clock, span)].toSorted((a, b) => a.at - b.at)
	return said.flatMap((statement) => {
		const contact = contacts.find(({ gate }) => gateEntity(gate.id) === statement.entity)
		return contact ? [uplinkOf(contact, statement)] : []
	})
}

/** The stack leaves out what is false: an open gate has no `closed`. */
function uplinkOf({ gate, device, eui }: Contact, { at, payload }: Statement) {
	const time = new Date(Math.round(at)).toISOString().replace('Z', '271828Z')
	const closed = payload?.['gate'] === 'closed'
	return {
		end_device_ids: { device_id: device, application_ids: { application_id: 'uebung' }, dev_eui: eui },
		received_at: time,
		uplink_message: {
			session_key_id: 'ZXhlcmNpc2U=',
			f_port: 2,
			f_cnt: Math.floor(at / 1_000) % 65_536,
			frm_payload: closed ? 'ASQ=' : 'ACQ=',
			decoded_payload: { ...(closed && { closed }), battery: 3.6 },
			rx_metadata: [{ gateway_ids: { gateway_id: 'gw-uebung' }, location: { latitude: 53.6, longitude: 10.1 } }],
			received_at: time,
			locations: { user: { latitude: gate.place.lat, longitude: gate.place.lng, source: 'SOURCE_REGISTRY' } },
		},
	}
}
