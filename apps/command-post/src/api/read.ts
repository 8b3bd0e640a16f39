import type { Basemap } from '@lagebild/map/host-types.ts'
import type { Overlay } from '@lagebild/map/overlay/overlays.ts'
import type { OwnAccount } from '@lagebild/model/access/http.ts'
import { STATUSES } from '@lagebild/model/event.ts'
import { isOperationId } from '@lagebild/model/ids.ts'
import { LEVELS, RANKS, ROLES } from '@lagebild/model/label.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { OPERATION_STATES } from '@lagebild/model/operation.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import type { HubConfig, ListedOperation, Person } from '../state/facts.ts'
import { listOf, numberOf, objectOf, textOf } from './outline.ts'
import type { JsonObject } from './outline.ts'
import { readFms, readGauges } from './read-scales.ts'
import { readStanding } from './read-standing.ts'

/*
 * The hub has checked what it says, by schemas that a page does not carry. Here its outline is looked at, so that a newer hub may say more and
 * what is no operation or grant is taken for none.
 */

function isOneOf(list: readonly unknown[], value: unknown): boolean {
	return list.includes(value)
}

function areTexts(...values: readonly unknown[]): boolean {
	return values.every((value) => typeof value === 'string' && value !== '')
}

function isOperation(value: unknown): value is Operation {
	const { id, name, status, base, bases, state, timeZone, area, created } = objectOf(value)
	const kept = isOneOf(STATUSES, status) && isOneOf(OPERATION_STATES, state) && typeof base === 'boolean'
	return kept && isOperationId(id) && areTexts(name, timeZone) && Array.isArray(bases) && isBox(area) && typeof created === 'number'
}

function isBox(value: unknown): boolean {
	return Array.isArray(value) && value.length === 4 && value.every((edge) => numberOf(edge) !== undefined)
}

function isGrant(value: unknown): value is Grant {
	const { credential, source, rank, role, name, operations, clearance } = objectOf(value)
	const ranked = isOneOf(RANKS, rank) && isOneOf(ROLES, role) && isOneOf(LEVELS, clearance)
	return ranked && areTexts(credential, source, name) && (operations === 'all' || Array.isArray(operations))
}

function isAccount(value: unknown): value is OwnAccount {
	const { id, login, name, password, passkeys } = objectOf(value)
	return areTexts(id, login, name) && typeof password === 'boolean' && Array.isArray(passkeys)
}

/** Reads what a newer hub may have extended; what is no operation is left out. */
export function readOperations(value: unknown): readonly ListedOperation[] {
	return listOf(value).flatMap((item) => {
		const said: unknown = { gauges: [], functions: [], ...objectOf(item) }
		return isOperation(said) ? [listedOf(said, objectOf(item))] : []
	})
}

function listedOf(operation: Operation, { seq, people, viewers, active }: JsonObject): ListedOperation {
	return {
		...operation,
		seq: numberOf(seq) ?? 0,
		people: people === true,
		viewers: numberOf(viewers) ?? 0,
		active: numberOf(active),
	}
}

export function readGrant(value: unknown): Grant | undefined {
	return isGrant(value) ? value : undefined
}

/** Who is signed in, and what the hub says of them. */
export type Entering = { readonly grant: Grant; readonly person: Person }

const NO_ACCOUNT: OwnAccount = { id: '', login: '', name: '', password: false, passkeys: [] }

export function readSession(value: unknown): Entering | undefined {
	const { grant, account, firstRun, breakGlass, session } = objectOf(value)
	const read = readGrant(grant)
	if (!read) return undefined
	const known = account === undefined ? {} : { account: isAccount(account) ? account : NO_ACCOUNT }
	return {
		grant: read,
		person: { ...known, firstRun: firstRun === true, breakGlass: breakGlass === true, byLink: objectOf(session)['way'] === 'link' },
	}
}

export function readConfig(value: unknown): HubConfig {
	const { basemaps, overlays, timeZone, version, fms, gauges, standing } = objectOf(value)
	return {
		basemaps: listOf(basemaps).flatMap(basemapOf),
		overlays: listOf(overlays).flatMap(overlayOf),
		timeZone: textOf(timeZone) ?? 'Europe/Berlin',
		version: textOf(version) ?? '',
		fms: readFms(objectOf(fms)),
		gauges: readGauges(objectOf(gauges)),
		standing: readStanding(objectOf(standing)),
	}
}

const OVERLAY_TYPES = ['geojson', 'wms', 'wmts'] as const

/** One of a type that this page does not know is left out. */
function overlayOf(value: unknown): readonly Overlay[] {
	const { id, type, url, layers, format, ...looks } = objectOf(value)
	const known = OVERLAY_TYPES.find((one) => one === type)
	if (typeof id !== 'string' || typeof url !== 'string' || !known) return []
	const asked = { ...(typeof layers === 'string' && { layers }), ...(typeof format === 'string' && { format }) }
	return [{ id, url, type: known, ...looksOf(id, looks), ...asked }]
}

function looksOf(id: string, { name, attribution, opacity, shown, minZoom, maxZoom }: Readonly<Record<string, unknown>>) {
	return {
		name: textOf(name) ?? id,
		attribution: textOf(attribution) ?? '',
		opacity: numberOf(opacity) ?? 0.8,
		shown: shown === true,
		minZoom: numberOf(minZoom) ?? 6,
		maxZoom: numberOf(maxZoom) ?? 19,
	}
}

function basemapOf(value: unknown): readonly Basemap[] {
	const { id, name, url, attribution, minZoom, maxZoom } = objectOf(value)
	if (typeof id !== 'string' || typeof url !== 'string') return []
	return [
		{
			id,
			url,
			name: textOf(name) ?? id,
			attribution: textOf(attribution) ?? '',
			minZoom: numberOf(minZoom) ?? 6,
			maxZoom: numberOf(maxZoom) ?? 19,
		},
	]
}
