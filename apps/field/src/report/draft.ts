import type { Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { GateState } from '@lagebild/model/kinds/facility.ts'

import type { DraftPhoto } from '../photos/photo.ts'

export const REPORT_TYPES = ['flooding', 'seepage', 'breach', 'person', 'road', 'gate', 'casualties', 'need'] as const
export type ReportType = (typeof REPORT_TYPES)[number]

export const SEVERITIES = ['Minor', 'Moderate', 'Severe', 'Extreme', 'Unknown'] as const
export const GATE_STATES = ['open', 'closing', 'closed', 'fault', 'unknown'] as const satisfies readonly GateState[]
export const ROAD_STATES = ['closed', 'restricted', 'passable'] as const
export const PEOPLE = ['injured', 'dead', 'missing', 'rescued', 'affected'] as const
export const PRIORITIES = ['einfach', 'sofort', 'blitz'] as const

export type Severity = (typeof SEVERITIES)[number]
export type RoadState = (typeof ROAD_STATES)[number]
export type People = (typeof PEOPLE)[number]
export type Priority = (typeof PRIORITIES)[number]

/** Where it is. `gps`: the device stands there; `typed`: somebody wrote it down. */
export type Place = { readonly position: Position; readonly from: 'gps' | 'typed'; readonly accuracy?: number }

/** A gate or a dike that is in the picture already. */
export type Asset = { readonly id: EntityId; readonly name: string }

/** As far as somebody has got with it. */
export type ReportDraft = {
	readonly type?: ReportType
	readonly place?: Place
	readonly asset?: Asset
	readonly severity?: Severity
	readonly gate?: GateState
	readonly road?: RoadState
	readonly people?: People
	readonly count?: number
	readonly priority?: Priority
	readonly text: string
	readonly photos?: readonly DraftPhoto[]
}

export const NO_DRAFT: ReportDraft = { text: '' }

/** Another type keeps where it is and what was written, and asks the rest anew. */
export function withType({ place, text, photos }: ReportDraft, type: ReportType): ReportDraft {
	return { type, text, ...(place && { place }), ...(photos && { photos }), ...(type === 'casualties' && { people: 'injured', count: 1 }) }
}

/** What still has to be said before it can be sent, in the order in which it is asked. */
export type Missing = 'type' | 'place' | 'asset' | 'level' | 'text'

export function missingIn(draft: ReportDraft): Missing | undefined {
	const { type, place, asset, text } = draft
	if (!type) return 'type'
	if (type === 'gate' && !asset) return 'asset'
	if (type !== 'gate' && !place) return 'place'
	if (!levelOf(draft)) return 'level'
	return type === 'need' && text.trim() === '' ? 'text' : undefined
}

/** How bad it is, in the words of its type. */
export function levelOf({ type, severity, gate, road, people, priority }: ReportDraft): string | undefined {
	switch (type) {
		case 'gate':
			return gate
		case 'road':
			return road
		case 'casualties':
			return people
		case 'need':
			return priority
		default:
			return severity
	}
}
