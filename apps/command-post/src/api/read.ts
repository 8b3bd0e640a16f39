import type { Basemap } from '@lagebild/map/host-types.ts'
import { OwnAccount } from '@lagebild/model/access/http.ts'
import { Grant } from '@lagebild/model/label.ts'
import { Operation } from '@lagebild/model/operation.ts'

import type { HubConfig, ListedOperation, Person } from '../state/facts.ts'
import { readFms, readGauges } from './read-scales.ts'
import { readStanding } from './read-standing.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object it is, or an empty one. */
export function objectOf(value: unknown): JsonObject {
	return isObject(value) ? value : {}
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

const LooseOperation = Operation.strip()
const LooseGrant = Grant.strip()

/** Reads what a newer hub may have extended; what is no operation is left out. */
export function readOperations(value: unknown): readonly ListedOperation[] {
	return listOf(value).flatMap((item) => {
		const read = LooseOperation.safeParse(item)
		return read.success ? [listedOf(read.data, objectOf(item))] : []
	})
}

function listedOf(operation: Operation, { seq, people, viewers, active }: JsonObject): ListedOperation {
	return { ...operation, seq: numberOf(seq) ?? 0, people: people === true, viewers: numberOf(viewers) ?? 0, active: numberOf(active) }
}

export function readGrant(value: unknown): Grant | undefined {
	return LooseGrant.safeParse(value).data
}

/** Who is signed in, and what the hub says of them. */
export type Entering = { readonly grant: Grant; readonly person: Person }

const LooseAccount = OwnAccount.catch({ id: '', login: '', name: '', password: false, passkeys: [] })

export function readSession(value: unknown): Entering | undefined {
	const { grant, account, firstRun, breakGlass, session } = objectOf(value)
	const read = readGrant(grant)
	if (!read) return undefined
	const known = account === undefined ? {} : { account: LooseAccount.parse(account) }
	return {
		grant: read,
		person: { ...known, firstRun: firstRun === true, breakGlass: breakGlass === true, byLink: objectOf(session)['way'] === 'link' },
	}
}

export function readConfig(value: unknown): HubConfig {
	const { basemaps, timeZone, version, fms, gauges, standing } = objectOf(value)
	return {
		basemaps: listOf(basemaps).flatMap(basemapOf),
		timeZone: textOf(timeZone) ?? 'Europe/Berlin',
		version: textOf(version) ?? '',
		fms: readFms(objectOf(fms)),
		gauges: readGauges(objectOf(gauges)),
		standing: readStanding(objectOf(standing)),
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
