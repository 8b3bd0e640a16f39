import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { DetailOf } from '@lagebild/model/access/event.ts'
import { clearanceFor } from '@lagebild/model/access/roles.ts'
import { isOwnName, isReservedSource } from '@lagebild/model/access/sources.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { Grant } from '@lagebild/model/label.ts'
import type { Level, Role, SourceRank } from '@lagebild/model/label.ts'

export type Budget = {
	/** Submissions per second, on average over ten of them. */
	readonly perSecond?: number
	/** Largest body, bytes. */
	readonly bytes?: number
}

export type KeyRequest = {
	/** Also the source name under which the key speaks. */
	readonly name: string
	readonly role: Role
	readonly operations: 'all' | readonly string[]
	/** Counts for integrators only; people are people. */
	readonly rank?: SourceRank
	readonly organisation?: string
	readonly clearance?: Level
	/** Epoch ms. */
	readonly expires?: number
	readonly kinds?: readonly EntityKind[]
	/** Kinds that it says, where those are fewer than it reads. */
	readonly submitKinds?: readonly EntityKind[]
	readonly budget?: Budget
}

export type LinkRequest = {
	/** How long the link holds. */
	readonly ttlMs: number
	readonly role: Role
	/** Name of the person, as others will see it. */
	readonly name: string
	readonly operations?: 'all' | readonly OperationId[]
	readonly organisation?: string
	readonly clearance?: Level
	/** How long the session lasts; absent: twelve hours. Longer is for a screen that only reads. */
	readonly sessionMs?: number
}

function rankOf(role: Role, wanted: SourceRank | undefined): SourceRank {
	switch (role) {
		case 'observer':
			return 'crowd'
		case 'integrator':
			return wanted ?? 'device'
		case 'field':
		case 'staff':
		case 'commander':
		case 'admin':
			return 'person'
	}
}

/** @throws when the name is that of the imports of master data, and ZodError when another part cannot be in a grant. */
export function keyDetail(request: KeyRequest, id: string): DetailOf<'key'> {
	const { name, role, operations, organisation, expires, kinds, submitKinds, budget } = request
	if (isReservedSource(name)) throw new Error(`"${name}" is the source of Lagebild itself`)
	const detail = AccessDetail.parse({
		what: 'key',
		key: id,
		name,
		source: name,
		rank: rankOf(role, request.rank),
		role,
		operations,
		clearance: clearanceFor(role, request.clearance),
		...(organisation !== undefined && { organisation }),
		...(kinds !== undefined && { kinds }),
		...(submitKinds !== undefined && { submitKinds }),
		...(expires !== undefined && { expires }),
		...(budget !== undefined && { budget }),
		state: 'active',
		version: 0,
	})
	if (detail.what !== 'key') throw new Error('a key was read as something else')
	return detail
}

export function grantOfKeyDetail(detail: DetailOf<'key'>): Grant {
	const { key, source, rank, role, name, organisation, clearance, operations, kinds, submitKinds, expires, version } = detail
	const optional = { organisation, kinds, submitKinds, expires }
	const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined))
	return Grant.parse({ credential: `key-${key}`, source, rank, role, name, clearance, operations, version, ...given })
}

/** The slot of a person's statements is the login: it is unique, and stays when the name changes. */
export function grantOfAccount(detail: DetailOf<'account'>): Grant {
	const { account, name, login, role, organisation, clearance, operations, version } = detail
	return Grant.parse({
		credential: `person-${account}`,
		source: sourceOf(login),
		rank: rankOf(role, undefined),
		role,
		name,
		operations,
		clearance,
		...(organisation !== undefined && { organisation }),
		account,
		version,
	})
}

/** A tablet speaks as the crew that holds it. */
export function grantOfDevice(detail: DetailOf<'device'>): Grant {
	const { device, name, unit, operation, organisation, clearance, version } = detail
	return Grant.parse({
		credential: `device-${device}`,
		source: `tablet-${device}`,
		rank: 'person',
		role: 'field',
		name,
		operations: [operation],
		clearance,
		...(organisation !== undefined && { organisation }),
		unit,
		version,
	})
}

export function grantForLink(request: LinkRequest, id: string): Grant {
	const { role, name, operations = 'all', organisation, clearance } = request
	return Grant.parse({
		credential: `link-${id}`,
		source: sourceOf(name),
		rank: rankOf(role, undefined),
		role,
		name,
		operations,
		clearance: clearanceFor(role, clearance),
		...(organisation !== undefined && { organisation }),
	})
}

/** @throws for a role that says something: who speaks signs in every shift anew */
export function sessionOfLink({ role, sessionMs }: LinkRequest): number | undefined {
	if (sessionMs === undefined) return undefined
	if (role !== 'observer') throw new Error('a session that lasts longer is for a screen that only reads')
	return Math.min(sessionMs, LONGEST_MS)
}

const LONGEST_MS = 90 * 24 * 3_600_000

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** A person's name as a source name: `Jörg Meißner` speaks as `joerg-meissner`. */
export function sourceOf(name: string): SourceName {
	const plain = name
		.toLowerCase()
		.normalize('NFC')
		.replaceAll(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? '')
		.normalize('NFD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^a-z0-9._-]+/g, '-')
		.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
	return SourceName.parse(isOwnName(plain) ? `${plain}-person` : plain.slice(0, 64) || 'person')
}
