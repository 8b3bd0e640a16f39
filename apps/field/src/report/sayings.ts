import { entityId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'

import { attachmentsOf } from '../photos/photo.ts'
import { patching } from '../say/saying.ts'
import type { Saying } from '../say/saying.ts'
import { missingIn } from './draft.ts'
import type { Place, ReportDraft } from './draft.ts'

/** Who reports, and the words in which the crew's language names what it saw. */
export type Reporter = {
	readonly device: string
	readonly unit: EntityId
	readonly callsign: string
	/** Name of what is new. */
	readonly native: string
	readonly title: string
}

/**
 * What a report says: the first one is the report itself, a second one what it means for a dike that is in the picture. Nothing while
 * something is missing.
 */
export function reportSayings(draft: ReportDraft, by: Reporter): readonly Saying[] {
	if (missingIn(draft) !== undefined) return []
	switch (draft.type) {
		case 'gate':
			return gateSayings(draft, by)
		case 'road':
			return [creating('closure', closureOf(draft, by), { draft, by })]
		case 'casualties':
			return [creating('counter', counterOf(draft, by), { draft, by })]
		case 'need':
			return [creating('task', { type: 'request', order: draft.text.trim(), priority: draft.priority, issuer: by.callsign }, { draft, by })]
		default:
			return [creating('incident', incidentOf(draft, by), { draft, by }), ...dikeSayings(draft)]
	}
}

/** How it is goes to the gate, be it in a base; what is written about it is a message of this operation. */
function gateSayings(draft: ReportDraft, by: Reporter): readonly Saying[] {
	const { asset, gate } = draft
	if (!asset || !gate) return []
	const state = patching('facility', asset.id, { gate })
	const text = draft.text.trim()
	if (text === '' && !draft.photos?.length) return [state]
	const payload = { type: 'report', text: [by.title, text].filter(Boolean).join(': '), direction: 'in', from: by.callsign }
	return [state, { ...creating('message', payload, { draft, by }), links: [{ rel: 'about', to: asset.id }] }]
}

function remark({ text }: ReportDraft): { readonly remark?: string } {
	return text.trim() === '' ? {} : { remark: text.trim() }
}

function described({ text }: ReportDraft): { readonly description?: string } {
	return text.trim() === '' ? {} : { description: text.trim() }
}

type Context = { readonly draft: ReportDraft; readonly by: Reporter }

/** What is new bears the photos: its place in the picture is theirs. */
function creating(kind: EntityKind, said: Saying['payload'], { draft: { place, photos }, by }: Context): Saying {
	const payload = { ...said, ...attachmentsOf(photos) }
	return { kind, entity: entityId(kind, `tablet-${by.device}`, by.native), op: 'upsert', payload, ...(place && placed(place)) }
}

function placed({ position, from, accuracy }: Place): Pick<Saying, 'geometry' | 'geometrySource' | 'accuracyMetres'> {
	return {
		geometry: { type: 'Point', coordinates: [position.lng, position.lat] },
		geometrySource: from === 'gps' ? 'sender-position' : 'given',
		...(accuracy !== undefined && { accuracyMetres: Math.round(accuracy) }),
	}
}

const CATEGORY = { flooding: 'flooding', seepage: 'dike-damage', breach: 'dike-damage', person: 'person-in-danger' } as const

function incidentOf(draft: ReportDraft, { title, callsign }: Reporter): Saying['payload'] {
	const type = draft.type === 'seepage' || draft.type === 'breach' || draft.type === 'person' ? draft.type : 'flooding'
	return {
		title: draft.asset ? `${title}, ${draft.asset.name}` : title,
		category: CATEGORY[type],
		severity: draft.severity,
		state: 'reported',
		reporter: callsign,
		...described(draft),
	}
}

/** A dike that is in the picture is what the crew sees there. */
function dikeSayings({ type, asset }: ReportDraft): readonly Saying[] {
	if (!asset || (type !== 'seepage' && type !== 'breach')) return []
	return [patching('facility', asset.id, { condition: type === 'seepage' ? 'seepage' : 'breached' })]
}

/** A road without a name is named by its place: it needs one to be found again. */
function closureOf({ text, road, place }: ReportDraft, { title }: Reporter): Saying['payload'] {
	const [name = '', ...rest] = text.trim().split('\n')
	const more = rest.join('\n').trim()
	return { road: name || `${title}, ${placeText(place)}`, state: road, ...(more && { description: more }) }
}

/** A figure of its own place: never added to that of another report of the same place. */
function counterOf({ people, count = 0, text, place }: ReportDraft, { callsign }: Reporter): Saying['payload'] {
	return { what: people, value: count, exact: false, scope: `${callsign}, ${placeText(place)}`, ...remark({ text }) }
}

export function placeText(place: Place | undefined): string {
	if (!place) return ''
	const { lat, lng } = place.position
	return formatUtmref(place.position, 10) ?? `${lat.toFixed(5)}, ${lng.toFixed(5)}`
}
