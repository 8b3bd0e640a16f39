import { isKnownKind } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'

import type { ItemTexts } from './texts.ts'

const SEVERITY = { 1: 'information', 2: 'minor', 3: 'moderate', 4: 'severe', 5: 'extreme', unknown: 'severity unknown' } as const
const GATE = { open: 'open', closing: 'closing', closed: 'closed', fault: 'faulty', unknown: 'unknown' } as const
const TREND = { rising: 'rising', falling: 'falling', steady: 'steady' } as const
const FMS: Readonly<Record<number, string>> = {
	1: 'available by radio',
	2: 'at station',
	3: 'on the way',
	4: 'on scene',
	6: 'not ready',
	7: 'committed',
	8: 'available with limits',
	9: 'status 9',
}
const STANDING = {
	unconfirmed: 'not confirmed since',
	expired: 'expired',
	ended: 'ended',
	cancelled: 'cancelled',
	retracted: 'retracted',
	superseded: 'superseded',
} as const
const KIND = {
	incident: 'incident',
	unit: 'unit',
	section: 'section',
	warning: 'warning',
	sensor: 'gauge',
	track: 'vehicle',
	facility: 'facility',
	task: 'order',
	message: 'message',
	alarm: 'alarm',
	closure: 'closure',
	area: 'area',
	counter: 'number of people',
	feed: 'source',
	contact: 'contact',
} as const satisfies Record<EntityKind, string>

export function textsEn(timeZone: string): ItemTexts {
	return {
		locale: 'en-GB',
		timeZone,
		severity: (severity) => SEVERITY[severity],
		gate: (state) => GATE[state],
		trend: (trend) => TREND[trend],
		fms: (status) => FMS[status] ?? `status ${status}`,
		kind: (kind) => (isKnownKind(kind) ? KIND[kind] : 'Unknown kind, newer version'),
		minutesAgo: (minutes) => `${minutes} min ago`,
		asOf: (clock) => `as of ${clock}`,
		standing: (state, clock) => `${STANDING[state]} ${clock}`,
		noEnd: 'no end given',
		noEndFor: (hours) => `no end given, ${hours} h old`,
		conflict: 'conflict',
		implausible: (step) => (step === '' ? 'implausible' : `implausible: ${step}`),
		far: 'far outside',
		jump: 'implausible jump',
		jumpBefore: 'trend with a jump',
		clockBehind: (span) => `clock ${span} slow`,
		clockAhead: (span) => `clock ${span} fast`,
		noValue: 'no value',
		evacuated: (share) => `${share} evacuated`,
		closed: 'closed',
		restricted: 'restricted',
		classified: 'restricted',
		passable: 'passable',
	}
}
